#!/usr/bin/env python3
"""Writes the operations of the Python and Node bindings from docs/openapi.json and what their open() takes from the
headers of the library, so that the same fact is typed once.

python3 bindings/generate.py          writes them
python3 bindings/generate.py --check  fails when they are not what would be written
"""

from __future__ import annotations

import json
import keyword
import re
import sys
import textwrap
from pathlib import Path
from typing import Any, Iterator, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "Made by bindings/generate.py; not to be edited."


# In a query, text that says so; for those who call by name, the value itself.
TRUE_OR_FALSE = "^(true|false)$"
# Any operation may give these, so they are not named at each.
COMMON_CODES = {
    "invalid_request_body", "rate_limited", "internal_error", "service_unavailable", "server_busy",
    "missing_access_token", "invalid_access_token", "expired_access_token",
    "missing_admin_api_key", "invalid_admin_api_key", "insufficient_admin_role",
}


class Parameter(NamedTuple):
    name: str
    schema: dict[str, Any]
    required: bool
    note: str  # What its type does not say.


class Operation(NamedTuple):
    group: str
    name: str
    summary: str
    description: str
    caller: str  # Who may call it: "", "a user" or "an administrator".
    codes: list[str]
    parameters: list[Parameter]
    result: dict[str, Any] | None  # None: the operation answers nothing.


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


def json_schema(message: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = message.get("content", {}).get("application/json", {}).get("schema")
    return found


def between(low: Any, high: Any, unit: str = "") -> str:
    if low is None or high is None:
        return f"at least {low}{unit}" if low is not None else f"at most {high}{unit}" if high is not None else ""
    return f"{low} to {high}{unit}"


def note_of(schema: dict[str, Any], description: str = "") -> str:
    """A sentence: what the value means and what it may be."""
    parts = [
        (description or schema.get("description", "")).rstrip("."),
        between(schema.get("minimum"), schema.get("maximum")),
        between(schema.get("minLength"), schema.get("maxLength"), " characters"),
        between(schema.get("minItems"), schema.get("maxItems"), " items"),
        "a time in ISO 8601" if schema.get("format") == "date-time" else "",
        f"by default {json.dumps(schema['default'])}" if "default" in schema else "",
    ]
    text = "; ".join(part for part in parts if part)
    if re.match("[a-z]+ ", text):  # Not a name.
        text = text[:1].upper() + text[1:]
    return text + "." if text else ""


def parameters_of(document: dict[str, Any], operation: dict[str, Any]) -> list[Parameter]:
    """Of path, query and body alike; the ones that must be given come first."""
    found = [
        Parameter(p["name"], p["schema"], p.get("required", False), note_of(p["schema"], p.get("description", "")))
        for p in operation.get("parameters", [])
        if p["in"] in ("path", "query")
    ]
    body = resolved(document, json_schema(operation.get("requestBody", {})) or {})
    names = {p.name for p in found}
    found += [p for p in members_of(body) if p.name not in names]
    return sorted(found, key=lambda p: not p.required)


def members_of(schema: dict[str, Any]) -> list[Parameter]:
    required = schema.get("required", [])
    return [Parameter(n, s, n in required, note_of(s)) for n, s in schema.get("properties", {}).items()]


def caller_of(operation: dict[str, Any]) -> str:
    schemes = [set(s) for s in operation.get("security", [])]
    if not schemes or set() in schemes:
        return ""
    return "an administrator" if {"adminKey"} in schemes else "a user"


def codes_of(operation: dict[str, Any]) -> list[str]:
    codes = [code for response in operation["responses"].values() for code in response.get("x-error-codes", [])]
    return [code for code in dict.fromkeys(codes) if code not in COMMON_CODES]


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, item in document["paths"].items():
        for operation in item.values():
            success = next(r for status, r in operation["responses"].items() if status.startswith("2"))
            signed = any("webhookSecret" in s for s in operation.get("security", []))
            answers_json = not success.get("content") or json_schema(success) is not None
            if signed or path.startswith(("/objects/", "/docs")) or not answers_json:
                continue  # Mounted with handle(), not called by name.
            group, name = operation["operationId"].split(".")
            yield Operation(
                group, name, operation["summary"], operation.get("description", ""), caller_of(operation),
                codes_of(operation), parameters_of(document, operation), json_schema(success),
            )


def grouped(document: dict[str, Any]) -> dict[str, list[Operation]]:
    groups: dict[str, list[Operation]] = {}
    for operation in operations(document):
        groups.setdefault(operation.group, []).append(operation)
    return groups


def tag_of(document: dict[str, Any], group: str) -> str:
    return next(str(tag["description"]) for tag in document["tags"] if tag["name"] == group)


def title(name: str) -> str:
    return name[:1].upper() + name[1:]


def kinds(schema: dict[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


# ------------------------------------------------------------------------------------------------------------- Python


class Python:
    """Types of answers are TypedDicts; nested objects get names of their own."""

    SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.classes: dict[str, str] = {}

    def type_of(self, schema: dict[str, Any], name: str) -> str:
        if "$ref" in schema:
            return str(schema["$ref"].rsplit("/", 1)[1])
        for union in ("anyOf", "oneOf"):
            if union in schema:
                return " | ".join(dict.fromkeys(self.type_of(s, name) for s in schema[union]))
        if "const" in schema:
            return f"Literal[{schema['const']!r}]"
        if schema.get("pattern") == TRUE_OR_FALSE:
            return "bool"
        if "enum" in schema:
            return "Literal[" + ", ".join(repr(v) for v in schema["enum"]) + "]"
        names = []
        for kind in kinds(schema):
            if kind == "array":
                names.append(f"List[{self.type_of(schema.get('items', {}), name + 'Item')}]")
            elif kind == "object":
                names.append(self.object_type(schema, name))
            else:
                names.append(self.SCALARS[kind])
        return " | ".join(names) or "Any"

    def object_type(self, schema: dict[str, Any], name: str) -> str:
        if "properties" not in schema:
            values = schema.get("additionalProperties")
            return f"dict[str, {self.type_of(values, name + 'Value') if isinstance(values, dict) else 'Any'}]"
        self.add_class(name, schema)
        return name

    def add_class(self, name: str, schema: dict[str, Any]) -> None:
        self.classes[name] = ""  # Keeps its place before what it needs.
        members, notes = {}, {}
        for member, inner in schema["properties"].items():
            kind = self.type_of(inner, name + title(member))
            members[member] = kind if member in schema.get("required", []) else f"NotRequired[{kind}]"
            notes[member] = f'    """{inner["description"]}"""\n' if "description" in inner else ""
        if any(not m.isidentifier() or keyword.iskeyword(m) for m in members):
            listed = ", ".join(f"{m!r}: {k!r}" for m, k in members.items())
            self.classes[name] = f"{name} = TypedDict({name!r}, {{{listed}}})\n"
        else:
            lines = "".join(f"    {m}: {k}\n{notes[m]}" for m, k in members.items()) or "    pass\n"
            self.classes[name] = f"class {name}(TypedDict):\n{lines}"

    def method(self, group: str, operation: Operation, names: dict[str, str]) -> str:
        arguments, members = ["self"] + ["*"] * bool(operation.parameters), []
        for p in operation.parameters:
            argument = snake(p.name)
            kind = self.type_of(p.schema, title(group) + title(operation.name) + title(p.name))
            arguments.append(f"{argument}: {kind}" if p.required else f"{argument}: {kind} | Unset = UNSET")
            members.append(f'"{p.name}": {argument}')
        result = "None"
        if operation.result is not None:
            result = self.type_of(operation.result, title(group) + title(operation.name) + "Result")
        call = f'self._call("{operation.group}.{operation.name}", {{{", ".join(members)}}})'
        body = f"        {call}\n"
        if result != "None":
            body = f"        result: {result} = {call}\n        return result\n"
        return (
            f"    def {snake(operation.name)}({', '.join(arguments)}) -> {result}:\n"
            f"{docstring(operation, names)}{body}"
        )

    def module(self) -> str:
        for name, schema in self.document.get("components", {}).get("schemas", {}).items():
            if "properties" in schema:
                self.add_class(name, schema)
            else:
                self.classes[name] = f'{name}: TypeAlias = "{self.type_of(schema, name)}"\n'
        groups = []
        spoken = {f"{o.group}.{o.name}": f"{o.group}.{snake(o.name)}" for o in operations(self.document)}
        for group, listed in grouped(self.document).items():
            methods = "\n".join(self.method(group, operation, spoken) for operation in listed)
            head = f'class {title(group)}Operations:\n    """{tag_of(self.document, group)}"""\n\n'
            head += "    def __init__(self, call: Call) -> None:\n"
            groups.append(head + "        self._call = call\n\n" + methods)
        names = {snake(group): f"{title(group)}Operations" for group in grouped(self.document)}
        types = "".join(f"    {name}: {kind}\n" for name, kind in names.items())
        members = "".join(f"        self.{name} = {kind}(call)\n" for name, kind in names.items())
        return (
            f'"""{NOTICE}"""\n\n# flake8: noqa\nfrom __future__ import annotations\n\n'
            "from enum import Enum\n"
            "from typing import Any, Callable, List, Literal, Mapping, NotRequired, TypeAlias, TypedDict\n\n"
            "Call = Callable[[str, Mapping[str, Any]], Any]\n\n\n"
            "class Unset(Enum):\n    UNSET = 0\n\n\nUNSET = Unset.UNSET\n\n"
            f"__all__ = [\n{''.join(f'    {name!r},{chr(10)}' for name in self.classes)}]\n\n\n"
            + "\n\n".join(self.classes.values())
            + ("\n\n" if self.classes else "")
            + "\n\n".join(groups)
            + f"\n\nclass Operations:\n{types}\n    def __init__(self, call: Call) -> None:\n"
            + members
        )


def docstring(operation: Operation, names: dict[str, str]) -> str:
    """What help() shows. `names` has the operations by their wire names, as they are called in Python."""
    description = re.sub(r"`([^`]+)`", lambda found: names.get(found[1], found[1]), operation.description)
    sections = [operation.summary, description, f"For {operation.caller}." if operation.caller else ""]
    notes = [f"{snake(p.name)}: {p.note}" for p in operation.parameters if p.note]
    sections.append("\n".join(wrapped(note, "    ") for note in notes))
    sections.append(wrapped(f"Raises Error: {', '.join(operation.codes)}.", "    ") if operation.codes else "")
    text = "\n\n".join(wrapped(section) if "\n" not in section else section for section in sections if section)
    closing = '\n"""\n' if "\n" in text else '"""\n'
    return textwrap.indent('"""' + text + closing, "        ")


def wrapped(text: str, further: str = "") -> str:
    return "\n".join(textwrap.wrap(text, 110, subsequent_indent=further, break_long_words=False))


def snake(name: str) -> str:
    text = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()
    return text + "_" if keyword.iskeyword(text) else text


# --------------------------------------------------------------------------------------------------------- TypeScript


class TypeScript:
    SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def type_of(self, schema: dict[str, Any]) -> str:
        if "$ref" in schema:
            return str(schema["$ref"].rsplit("/", 1)[1])
        for union in ("anyOf", "oneOf"):
            if union in schema:
                return " | ".join(dict.fromkeys(self.type_of(s) for s in schema[union]))
        if "const" in schema:
            return json.dumps(schema["const"])
        if schema.get("pattern") == TRUE_OR_FALSE:
            return "boolean"
        if "enum" in schema:
            return " | ".join(json.dumps(v) for v in schema["enum"])
        names = []
        for kind in kinds(schema):
            if kind == "array":
                names.append(f"Array<{self.type_of(schema.get('items', {}))}>")
            elif kind == "object":
                names.append(self.object_type(schema))
            else:
                names.append(self.SCALARS[kind])
        return " | ".join(names) or "unknown"

    def object_type(self, schema: dict[str, Any]) -> str:
        if "properties" not in schema:
            values = schema.get("additionalProperties")
            return f"Record<string, {self.type_of(values) if isinstance(values, dict) else 'unknown'}>"
        return self.members(members_of(schema))

    def members(self, parameters: list[Parameter]) -> str:
        text = "{\n"
        for p in parameters:
            text += f"  /** {p.note} */\n" if p.note else ""
            kind = self.type_of(p.schema).replace("\n", "\n  ")
            text += f"  {quoted(p.name)}{'' if p.required else '?'}: {kind};\n"
        return text + "}"

    def method(self, operation: Operation) -> str:
        required = any(p.required for p in operation.parameters)
        given = self.members(operation.parameters) if operation.parameters else "Record<string, never>"
        result = self.type_of(operation.result) if operation.result is not None else "null"
        lines = [operation.summary, operation.description, f"For {operation.caller}." if operation.caller else ""]
        text = " ".join(line for line in lines if line)
        if operation.codes:
            text += f"\n@throws SenpaiError {', '.join(operation.codes)}"
        lines = [part for line in text.split("\n") for part in textwrap.wrap(line, 110, break_long_words=False)]
        comment = "/** " + "\n * ".join(lines) + " */"
        return f"{comment}\n{operation.name}(input{'' if required else '?'}: {given}): Promise<{result}>;\n"

    def declarations(self) -> str:
        text = f"// {NOTICE}\n\n"
        for name, schema in self.document.get("components", {}).get("schemas", {}).items():
            text += f"export type {name} = {self.type_of(schema)};\n"
        text += "\n/** The operations of the API, each in its group. They reject with SenpaiError. */\n"
        text += "export interface Operations {\n"
        for group, listed in grouped(self.document).items():
            text += f"  /** {tag_of(self.document, group)} */\n  readonly {group}: {{\n"
            text += "".join(textwrap.indent(self.method(operation), "    ") for operation in listed)
            text += "  };\n"
        return text + "}\n"


def quoted(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)


def node_list(document: dict[str, Any]) -> str:
    lines = "".join(
        f"  {group}: [{', '.join(repr(operation.name) for operation in listed)}],\n"
        for group, listed in grouped(document).items()
    )
    return f"// {NOTICE}\n'use strict';\n\nexports.operations = {{\n{lines}}};\n"


# ------------------------------------------------------------------------------------------------------ configuration

# Sections of the configuration, the structs of the library's headers that they mirror, and what must be given.
SECTIONS: dict[str, list[tuple[str, str, set[str]]]] = {
    "sqlite": [("SqliteOptions", "backends", set())],
    "postgres": [("PostgresOptions", "backends", {"url"})],
    "objects": [
        ("FileObjectsOptions", "objects", {"directory", "publicUrl"}), ("MemoryObjectsOptions", "objects", set()),
    ],
    "auth": [("AuthOptions", "auth", {"tokenSecret"})],
    "kyc": [("KycOptions", "kyc", set())],
    "kycWebhook": [("WebhookOptions", "webhook", set())],
    "audit": [("AuditOptions", "audit", set())],
}
# config_json.cpp has other defaults than the headers.
DEFAULTS = {"verifyUploads": "true when objects has a directory"}
MEMBER = re.compile(
    r"  (?P<kind>[\w:<>]+) (?P<name>\w+)(?: = (?P<value>[^;]+)|\{(?P<braced>.*)\});(?: *///< (?P<note>.*))?"
)
UNITS = {"std::chrono::seconds": "Sec", "std::chrono::milliseconds": "Ms"}


def options_of(struct: str, header: str, required: set[str] = set()) -> list[Parameter]:
    """The members of a struct, as members of a JSON object. Schemas are those of OpenAPI."""
    text = (ROOT / f"libsenpai/include/senpai/{header}.hpp").read_text()
    body = re.search(rf"^struct {struct} \{{\n(.*?)^\}};", text, re.S | re.M)
    if not body:
        raise RuntimeError(f"{header}.hpp has no {struct}")
    found: list[tuple[str, str, str, str]] = []
    before: list[str] = []
    for line in body[1].splitlines():
        member = MEMBER.match(line)
        if line.startswith("  ///"):
            before.append(line[5:].strip())
        elif member and not re.search("shared_ptr|string_view", member["kind"]):
            note = " ".join(before) or member["note"] or ""
            value = DEFAULTS.get(camel(member["name"])) or member["value"] or member["braced"] or ""
            found.append((member["name"], member["kind"], value, note))
            before = []
        elif member:
            before = []
    names = {name: camel(name) + UNITS.get(kind, "") for name, kind, _, _ in found}
    pattern = re.compile(r"\b(" + "|".join(name for name in names if "_" in name) + r")\b")
    return [
        Parameter(names[name], schema_of(kind, header), names[name] in required, option_note(
            pattern.sub(lambda word: names[word[0]], note) if "_" in pattern.pattern else note, kind, value))
        for name, kind, value, note in found
    ]


def camel(name: str) -> str:
    return re.sub("_([a-z])", lambda found: found[1].upper(), name)


def schema_of(kind: str, header: str) -> dict[str, Any]:
    if kind.startswith("std::vector"):
        return {"type": "array", "items": {"type": "string"}}
    if kind == "HashCost":
        members = options_of(kind, header)
        return {"type": "object", "properties": {m.name: {**m.schema, "description": m.note} for m in members}}
    return {"type": {"bool": "boolean", "Secret": "string", "std::string": "string"}.get(kind, "integer")}


def option_note(note: str, kind: str, value: str) -> str:
    value = f"[{value}]" if kind.startswith("std::vector") and value else value
    return note_of({}, f"{note.rstrip('.')}{'; by' if note else 'By'} default {value}") if value else note


def missing_options() -> list[str]:
    """What config_json.cpp does not read although the headers have it, and what senpai.h does not list."""
    names = {o.name for structs in SECTIONS.values() for struct in structs for o in options_of(*struct)}
    names |= {o.name for o in options_of("HashCost", "auth")}
    read = set(re.findall(r'\b(?:v|s|cost|files|memory)\("(\w+)"', (ROOT / "bindings/c/config_json.cpp").read_text()))
    read |= {"hashCost"}
    listed = set(re.findall(r"\w+", (ROOT / "bindings/c/senpai.h").read_text()))
    return (
        [f"config_json.cpp does not read {name}" for name in sorted(names - read)]
        + [f"no header has {name}, which config_json.cpp reads" for name in sorted(read - names)]
        + [f"senpai.h does not list {name}" for name in sorted(names - listed)]
    )


def python_config() -> str:
    text = f'"""{NOTICE} What senpai.open() takes."""\n\nfrom __future__ import annotations\n\n'
    text += "from os import PathLike\nfrom typing import List, Required, TypedDict\n\n\n"
    classes, sections = "", ""
    for section, structs in SECTIONS.items():
        names = []
        for struct, header, required in structs:
            names.append(struct.replace("Options", "Config"))
            classes += python_section(names[-1], options_of(struct, header, required))
        kind = " | ".join(names)
        sections += f"    {section}: {f'Required[{kind}]' if section == 'auth' else kind}\n"
    return text + classes + f"class Config(TypedDict, total=False):\n    \"\"\"{CONFIG_NOTE}\"\"\"\n\n{sections}"


def python_section(name: str, options: list[Parameter]) -> str:
    before, lines = "", ""
    for option in options:
        if "properties" in option.schema:
            kind = title(option.name) + "Config"
            before += python_section(kind, members_of(option.schema))
        else:
            kind = Python({}).type_of(option.schema, "")
        if option.name in ("path", "directory"):
            kind = "str | PathLike[str]"
        lines += f"    {option.name}: {f'Required[{kind}]' if option.required else kind}\n"
        if option.note:
            lines += textwrap.indent(wrapped('"""' + option.note + '"""'), "    ") + "\n"
    return f"{before}class {name}(TypedDict, total=False):\n{lines}\n\n"


CONFIG_NOTE = "Without sqlite and postgres: in memory, gone when closed."


def typescript_config() -> str:
    writer = TypeScript({})
    members = {
        section: " | ".join(writer.members(options_of(*struct)) for struct in structs)
        for section, structs in SECTIONS.items()
    }
    text = f"// {NOTICE}\n\n/** {CONFIG_NOTE} */\n"
    text += "export type Config = CommonConfig & (SqliteConfig | PostgresConfig);\n\n"
    text += f"export type SqliteConfig = {{ sqlite?: {members.pop('sqlite')}; postgres?: never }};\n\n"
    text += f"export type PostgresConfig = {{ postgres: {members.pop('postgres')}; sqlite?: never }};\n\n"
    text += "export type CommonConfig = {\n"
    for section, kind in members.items():
        text += f"  {section}{'' if section == 'auth' else '?'}: {kind};\n".replace("\n", "\n  ").rstrip(" ")
    return text + "};\n"


def main() -> int:
    document = json.loads((ROOT / "docs/openapi.json").read_text())
    wanted = {
        "bindings/python/senpai/_operations.py": Python(document).module(),
        "bindings/python/senpai/_config.py": python_config(),
        "bindings/node/config.d.cts": typescript_config(),
        "bindings/node/operations.d.cts": TypeScript(document).declarations(),
        "bindings/node/operations.cjs": node_list(document),
    }
    stale = [name for name, text in wanted.items() if not (ROOT / name).exists() or (ROOT / name).read_text() != text]
    if "--check" in sys.argv:
        for name in stale:
            print(f"{name} is not what docs/openapi.json gives; run python3 bindings/generate.py", file=sys.stderr)
        missing = missing_options()
        for text in missing:
            print(text, file=sys.stderr)
        return 1 if stale or missing else 0
    for name in stale:
        (ROOT / name).write_text(wanted[name])
        print(f"wrote {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
