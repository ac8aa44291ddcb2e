"""`python -m connlint`."""

from connlint.cli.main import main

if __name__ == "__main__":
    main(prog_name="connlint")
