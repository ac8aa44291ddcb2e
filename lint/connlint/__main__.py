"""`python -m connlint`."""

from connlint.cli.entry import main

if __name__ == "__main__":
    main()
