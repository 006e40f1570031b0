"""``python -m geo`` is the command ``geo``."""

from geo.cli import main

main()
