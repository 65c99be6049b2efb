"""Print the targets of the Makefile in their groups: `#: Group`, then `# what it does` above each target. Standard library only."""

from pathlib import Path

MAKEFILE = Path(__file__).resolve().parents[1] / "Makefile"


def main():
    """Print the list."""
    print("Yichuang 一窗: one window for every matter\n\n  make <target>")
    said = ""
    for line in MAKEFILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#: "):
            print(f"\n{line[3:]}")
        elif line.startswith("# "):
            said = line[2:]
            continue
        elif said and line[:1].isalpha() and ":" in line and "=" not in line:
            print(f"  {line.split(':')[0]:18}{said}")
        said = ""


if __name__ == "__main__":
    main()
