"""How do texts become files? YAML in the style that editors write, below folders made as needed."""

from pathlib import Path

import yaml


def put(file: Path, text: str) -> None:
    """Write a file and, where it is missing, its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def as_yaml(value: object) -> str:
    """YAML with short lists in brackets, texts of several lines as blocks, the keys in our order."""
    return str(
        yaml.dump(
            value,
            Dumper=_Editor,
            sort_keys=False,
            allow_unicode=True,
            default_flow_style=None,
            # Hugo reads no brackets that go over several lines.
            width=1_000_000,
        )
    )


def front_matter(keys: object, body: str) -> str:
    """A Markdown file with its keys at the top."""
    return f"---\n{as_yaml(keys)}---\n{body}\n"


class _Editor(yaml.CSafeDumper):
    """Writes a value again where it comes again; no editor writes aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Editor.add_representer(str, _text)
