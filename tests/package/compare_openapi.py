"""compare_openapi.py FORMER.json PRESENT.json: what clients of the former API could miss in the present one.

Operations, members of answers and error codes may be added; nothing may go, and no request may need more. A new major
version may do all of that.
"""

from __future__ import annotations

import json
import sys
from typing import Any, Iterator

Json = dict[str, Any]


class Document:
    def __init__(self, path: str) -> None:
        with open(path, encoding="utf-8") as file:
            self.root: Json = json.load(file)

    def operations(self) -> dict[str, Json]:
        return {
            operation["operationId"]: {**operation, "route": f"{method.upper()} {path}"}
            for path, item in self.root["paths"].items()
            for method, operation in item.items()
        }

    def resolved(self, schema: Json) -> Json:
        if "$ref" not in schema:
            return schema
        found: Json = self.root["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found

    def body(self, message: Json) -> Json:
        found: Json = message.get("content", {}).get("application/json", {}).get("schema", {})
        return found


def kinds(schema: Json) -> set[str]:
    kind = schema.get("type", [])
    return {kind} if isinstance(kind, str) else set(kind)


class Comparison:
    def __init__(self, former: Document, present: Document) -> None:
        self.former = former
        self.present = present
        self.seen: set[tuple[str, str, bool]] = set()

    def problems(self) -> Iterator[str]:
        present = self.present.operations()
        for name, old in self.former.operations().items():
            new = present.get(name)
            if new is None or new["route"] != old["route"]:
                yield f"{name}: {old['route']} is gone"
                continue
            yield from self.request(name, old, new)
            yield from self.answers(name, old["responses"], new["responses"])

    def request(self, name: str, old: Json, new: Json) -> Iterator[str]:
        known = {(p["in"], p["name"]) for p in old.get("parameters", []) if p.get("required")}
        for parameter in new.get("parameters", []):
            if parameter.get("required") and (parameter["in"], parameter["name"]) not in known:
                yield f"{name}: the parameter {parameter['name']} has become necessary"
        present = {(p["in"], p["name"]) for p in new.get("parameters", [])}
        for parameter in old.get("parameters", []):
            if (parameter["in"], parameter["name"]) not in present:
                yield f"{name}: the parameter {parameter['name']} is gone"
        body, new_body = old.get("requestBody", {}), new.get("requestBody", {})
        if new_body.get("required") and not body.get("required"):
            yield f"{name}: a body has become necessary"
        yield from self.schema(name, self.former.body(body), self.present.body(new_body), True)

    def answers(self, name: str, old: Json, new: Json) -> Iterator[str]:
        for status, answer in old.items():
            if status not in new:
                yield f"{name}: the status {status} is gone"
                continue
            for code in set(answer.get("x-error-codes", [])) - set(new[status].get("x-error-codes", [])):
                yield f"{name}: the code {code} of status {status} is gone"
            yield from self.schema(name, self.former.body(answer), self.present.body(new[status]), False)

    def schema(self, where: str, old: Json, new: Json, request: bool) -> Iterator[str]:
        key = (old.get("$ref", where), new.get("$ref", where), request)
        if "$ref" in old and key in self.seen:
            return
        self.seen.add(key)
        old, new = self.former.resolved(old), self.present.resolved(new)
        if kinds(old) and kinds(new):
            narrower = kinds(old) - kinds(new) if request else kinds(new) - kinds(old)
            if narrower:
                yield f"{where}: {', '.join(sorted(narrower))} is {'no longer taken' if request else 'new'}"
        if "enum" in old and "enum" in new:
            missed = set(old["enum"]) - set(new["enum"]) if request else set(new["enum"]) - set(old["enum"])
            if missed:
                yield f"{where}: {', '.join(sorted(map(str, missed)))} is {'no longer taken' if request else 'new'}"
        for name, inner in old.get("properties", {}).items():
            if name not in new.get("properties", {}):
                yield f"{where}.{name} is gone"
                continue
            yield from self.schema(f"{where}.{name}", inner, new["properties"][name], request)
        was, now = set(old.get("required", [])), set(new.get("required", []))
        for name in (now - was) if request else (was - now) & set(new.get("properties", {})):
            yield f"{where}.{name} {'has become necessary' if request else 'may be absent'}"
        if "items" in old:
            yield from self.schema(f"{where}[]", old["items"], new.get("items", {}), request)
        for union in ("anyOf", "oneOf"):
            for inner, other in zip(old.get(union, []), new.get(union, [])):
                yield from self.schema(where, inner, other, request)


def main() -> int:
    former, present = Document(sys.argv[1]), Document(sys.argv[2])
    versions = [d.root["info"]["version"].split(".")[0] for d in (former, present)]
    if versions[0] != versions[1]:
        return 0
    problems = sorted(set(Comparison(former, present).problems()))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
