"""``python -m lapor`` is the console script."""

from lapor.ops.cli import main

if __name__ == "__main__":
    main()
