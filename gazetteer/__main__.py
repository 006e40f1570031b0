"""``python -m gazetteer`` is the command ``gazetteer``."""

from gazetteer.cli import main

if __name__ == "__main__":
    main()
