"""``python -m gazetteer`` is the command ``gazetteer``."""

from gazetteer.cli import main

main()
