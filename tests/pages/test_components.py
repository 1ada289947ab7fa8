"""Components: what the loader makes of the modules in assets/components."""

import gzip
import json
import re
from shutil import copytree

import pytest

from pages.parts import components
from pages.parts.components import COMPONENTS, bundle, scripts, stylesheet, token_css
from tests.pages.node import run_module

NAMES = sorted(path.parent.name for path in COMPONENTS.glob("*/index.js"))
STYLES = sorted(path for path in COMPONENTS.glob("*/*.css") if path.parent.name != "shared")
# Script and style travel once, the stub with every change of data: bytes, and bytes compressed.
LARGEST, LARGEST_COMPRESSED, LARGEST_STUB = 80_000, 24_000, 1_000

PARSE = """
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
const kinds = {};
for (const [name, script] of Object.entries(JSON.parse(input))) {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, script);
  const found = await import(path);
  kinds[name] = [Object.keys(found), typeof found.default, found.default?.result];
}
rmSync(folder, { recursive: true });
output(kinds);
"""


def imported(scripts):
    """name → [names exported, type of the default, its property `result`], as node has them."""
    return run_module(PARSE, json.dumps(scripts).encode())


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes modules into a folder of components of its own and bundles the one called "one"."""
    monkeypatch.setattr(components, "COMPONENTS", tmp_path)

    def bundled(**modules):
        for name, source in modules.items():
            folder, _, file = name.partition("__")
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / f"{file or 'index'}.js").write_text(source, "utf-8")
        return bundle.__wrapped__("one")

    return bundled


def test_every_component_is_a_module_with_one_function_to_mount():
    found = imported({name: bundle(name) for name in NAMES})
    assert {name: kind[:2] for name, kind in found.items()} == {
        name: [["default"], "function"] for name in NAMES
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_stands_alone(name):
    lines = bundle(name).splitlines()
    assert [line for line in lines if line.startswith(("import ", "import{"))] == []
    assert [line for line in lines if line.startswith("export ")] == [lines[-1]]
    assert "import(" not in bundle(name)
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", bundle(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_holds_each_module_once(name):
    modules = re.findall(r"^const (m_\w+) = \(\(\) => \{$", bundle(name), re.M)
    assert modules
    assert len(modules) == len(set(modules))


def test_bundles_are_light(capsys):
    texts = {name: (bundle(name) + stylesheet(name)).encode() for name in NAMES}
    sizes = {name: (len(text), len(gzip.compress(text))) for name, text in texts.items()}
    with capsys.disabled():
        print("\nbytes of script and style, and compressed:", sizes)
    assert all(plain <= LARGEST for plain, _ in sizes.values())
    assert all(small <= LARGEST_COMPRESSED for _, small in sizes.values())
    assert all(len(scripts(name)[1]) <= LARGEST_STUB for name in NAMES)


MEET = """
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

globalThis.CSSStyleSheet = class { replaceSync(text) { this.text = text; } };
const folder = mkdtempSync(join(tmpdir(), "once-"));
const [code, stub] = JSON.parse(input);
const loaded = async (name, script) => {
  writeFileSync(join(folder, name), script);
  return (await import(join(folder, name))).default;
};
globalThis.said = [];
const shadow = { adoptedStyleSheets: [] };
const call = (data) => ({ data, parentElement: { getRootNode: () => shadow } });
const mount = await loaded("stub.mjs", stub);
const first = mount(call("left before the code came"));
const second = mount(call("waits"));
first();
globalThis.said.push("code");
const run = await loaded("code.mjs", code);
run();
run();
const third = mount(call("at once"));
second();
third();
rmSync(folder, { recursive: true });
output([globalThis.said, shadow.adoptedStyleSheets.map((sheet) => sheet.text)]);
"""


def test_a_stub_waits_for_its_code_and_calls_it_with_its_style(written, tmp_path):
    source = """
        const made = ({ data }) => {
          globalThis.said.push(data);
          return () => globalThis.said.push(`${data}, undone`);
        };
        export default made;
    """
    written(one=source)
    copytree(COMPONENTS / "shared", tmp_path / "shared")
    said, sheets = run_module(MEET, json.dumps(scripts.__wrapped__("one")).encode())
    assert said == ["code", "waits", "at once", "waits, undone", "at once, undone"]
    assert sheets == [stylesheet("one")]


def test_names_in_different_modules_do_not_meet(written):
    script = written(
        one="""
            import { value as other, Thing } from "./two.js";
            import { value } from "../shared/two.js";
            const hidden = 1;
            const made = () => null;
            made.result = [hidden, other, value, new Thing().x];
            export default made;
        """,
        one__two="""
            const hidden = 2;
            export const value = hidden;
            export class Thing { x = hidden; }
        """,
        shared__two="""
            // import { nothing } from "./nowhere.js";
            const hidden = 3;
            export const value = hidden;
        """,
    )
    assert imported({"one": script})["one"] == [["default"], "function", [1, 2, 3, 2]]


def test_a_module_that_two_others_import_runs_once(written):
    script = written(
        one="""
            import { count } from "./a.js";
            import { add } from "./b.js";
            const made = () => null;
            made.result = [add(), add(), count()];
            export default made;
        """,
        one__a="""
            import { tally } from "./c.js";
            export const count = () => tally.n;
        """,
        one__b="""
            import { tally } from "./c.js";
            export function add() { return ++tally.n; }
        """,
        one__c="export const tally = { n: 0 };\n",
    )
    assert imported({"one": script})["one"][2] == [1, 2, 2]


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./two.js";',
        'import two from "./two.js";',
        'import {\n  value,\n} from "./two.js";',
        "export { value };",
        'export * from "./two.js";',
    ],
)
def test_what_the_loader_cannot_read_is_named(written, line):
    with pytest.raises(ValueError, match="must each stand on one line"):
        written(one=f"{line}\nexport default f(1);\n", one__two="export const value = 1;\n")


def test_every_colour_follows_the_scheme():
    variables = re.findall(r"--u-[\w-]+: ([^;]+);", token_css())
    assert len(variables) > 15
    for colour in variables:
        assert re.fullmatch(r"light-dark\(#[0-9A-F]{6}, #[0-9A-F]{6}\)", colour)


@pytest.mark.parametrize("name", NAMES)
def test_styles_use_only_colours_that_there_are(name):
    there = set(re.findall(r"(--u-[\w-]+):", token_css()))
    sources = [path.read_text("utf-8") for path in (COMPONENTS / name).glob("*.js")]
    used = set(re.findall(r"var\((--u-[\w-]+)\)", stylesheet(name) + "".join(sources)))
    assert used <= there


@pytest.mark.parametrize("path", STYLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_styles_write_no_colour_of_their_own(path):
    text = path.read_text("utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!-)|\b(?:rgb|hsl)a?\(", text) == []
