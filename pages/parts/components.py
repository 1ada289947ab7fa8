"""Loading components: ES modules and CSS from assets/, inlined into what Streamlit mounts.

A component is a folder assets/components/<name>/ with index.js, which exports a default
function, and style.css. Its relative imports (one line each, as `import { a } from "./b.js";`)
are followed, and each module becomes a function of its own, so that names cannot collide.

Streamlit sends a component's text again with every change of its data. So the code is a component
of its own, out of sight and always the same, which travels once; the component with the data is a
stub of a few lines (shared/once/) that hands each call over to that code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import streamlit as st

from pages.parts.wire import pack

COMPONENTS = Path(__file__).parents[2] / "assets" / "components"

_IMPORT = re.compile(r'^import \{ (?P<names>[^}]+) \} from "(?P<path>\.[^"]+)";\n', re.M)
_CSS_IMPORT = re.compile(r'^@import "(?P<path>\.[^"]+)";\n', re.M)
_EXPORT = re.compile(
    r"^export (?:default )?(?P<kind>async function|function|class|const|let) (?P<name>\w+)", re.M
)
_DEFAULT = re.compile(r"^export default (?!function |class )(?P<value>.+);$", re.M)


def tokens() -> dict[str, dict[str, Any]]:
    """Colours and their words: assets/components/shared/tokens.json."""
    return dict(json.loads((COMPONENTS / "shared" / "tokens.json").read_text("utf-8")))


@cache
def token_css() -> str:
    """The colour tokens as CSS variables that follow the page's light or dark scheme."""
    groups = tokens()
    cells = {f"cell-{name}": pair for name, pair in groups["cell"].items()}
    colours = {**groups["neutral"], **groups["quantity"], **cells}
    lines = [f"--u-{name}: light-dark({light}, {dark});" for name, (light, dark) in colours.items()]
    return ":host, .u-root { " + " ".join(lines) + " }"


@cache
def bundle(name: str) -> str:
    """index.js of component `name` with everything it imports, as one script."""
    modules: dict[Path, str] = {}
    entry = _add(COMPONENTS / name / "index.js", modules)
    bodies = "\n".join(modules.values())
    return f"{bodies}\nexport default {entry}.main;\n"


@cache
def stylesheet(name: str) -> str:
    """The tokens, what all scenes wear, and style.css of component `name` with its imports."""
    base = (COMPONENTS / "shared" / "base.css").read_text("utf-8")
    own = COMPONENTS / name / "style.css"
    whole = "\n".join([token_css(), base, _css(own) if own.exists() else ""])
    for loose, tight in (("; }", "}"), (" { ", "{"), (": ", ":"), ("; ", ";")):
        whole = whole.replace(loose, tight)
    return whole


def _css(path: Path) -> str:
    """A style sheet with those that it imports, as `@import "./a.css";`, in their place."""
    source = path.read_text("utf-8")
    return _CSS_IMPORT.sub(lambda found: _css(path.parent / found["path"]), source)


@cache
def scripts(name: str) -> tuple[str, str]:
    """Component `name` as two scripts: its code with its style, and the stub that calls it."""
    main, style = bundle(name), stylesheet(name)
    address = f"{name} {blake2b((main + style).encode(), digest_size=8).hexdigest()}"
    place, code, stub = (
        _slim((COMPONENTS / "shared" / "once" / f"{part}.js").read_text("utf-8"))
        for part in ("place", "code", "stub")
    )
    place = place.replace("ADDRESS", json.dumps(address))
    body = main.replace("export default ", "const main = ")
    return place + body + code.replace("STYLE", json.dumps(style)), place + stub


@cache
def component(name: str) -> Callable[..., Any]:
    """The component in assets/components/<name>, ready to be mounted with a dict of data.

    The result takes key, data and on_<state>_change callbacks.
    """
    code, stub = scripts(name)
    load = st.components.v2.component(f"unrolled_code_{name}", js=code)
    mount = st.components.v2.component(f"unrolled_{name}", js=stub, isolate_styles=True)

    def show(key: str, data: dict[str, Any], **callbacks: Callable[[], None]) -> Any:
        load(key=f"{key}.code")
        return mount(key=key, data=pack(data), **callbacks)

    return show


def _add(path: Path, modules: dict[Path, str]) -> str:
    """Append the module at `path`, after those it imports; return the name of its exports."""
    path = path.resolve()
    if path in modules:
        return f"m_{list(modules).index(path)}"
    source = _slim(path.read_text("utf-8"))
    for found in _IMPORT.finditer(source):
        _add(path.parent / found["path"], modules)

    def imported(found: re.Match[str]) -> str:
        other = _add(path.parent / found["path"], modules)
        return f"const {{ {found['names'].replace(' as ', ': ')} }} = {other};\n"

    body = _IMPORT.sub(imported, source)
    exports = [found["name"] for found in _EXPORT.finditer(body)]
    if _DEFAULT.search(body):
        body = _DEFAULT.sub(lambda found: f"const main = {found['value']};", body)
        exports.append("main")
    body = _EXPORT.sub(r"\g<kind> \g<name>", body)
    if unread := re.search(r"^(import|export)\b.*$", body, re.M):
        raise ValueError(
            f"{path.name}: imports and exports must each stand on one line, "
            f'as `import {{ a }} from "./b.js";`; got {unread[0]!r}.'
        )
    variable = f"m_{len(modules)}"
    modules[path] = (
        f"const {variable} = (() => {{\n{body}\nreturn {{ {', '.join(exports)} }};\n}})();"
    )
    return variable


def _slim(source: str) -> str:
    """Without comment lines and indentation; string contents on lines of their own are kept."""
    lines = (line.strip() for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"
