"""From text to mentions and claims. Heavy libraries load with the modules that need them, never here."""
