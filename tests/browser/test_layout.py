"""On a phone and on a lecture screen: nothing is cut off, the page does not scroll sideways."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import SCENES, evaluate_deep
from tests.pages.visits import PAGES

# From narrow to wide: the menu, closed on a phone, stays closed, so that 1160 px hold what a page
# has beside the open menu on a screen of 1440.
WIDTHS = [390, 768, 1160, 1440]
# Elements of scenes that stick out: of the window, unless a frame around them scrolls; of the
# picture that they are drawn in. Text that one can hear but not see is no part of the layout.
STICKING_OUT = """(all) => {
    const found = [];
    const named = (node, why, by) => {
        const name = node.getAttribute("class") || node.tagName;
        found.push(`${why} by ${by.toFixed(1)}: ${name} ${node.textContent.slice(0, 30)}`);
    };
    const visible = (node) => {
        const style = getComputedStyle(node);
        const box = node.getBoundingClientRect();
        return style.visibility !== "hidden" && style.display !== "none" && box.width && box.height;
    };
    // Things on their way, marks without ink, and a tangent, which is a line without an end.
    const passing = ".n-mover, .g-mover, .g-belt, .q-tangent, use, g, defs, defs *";
    const check = (node) => {
        if (!visible(node)) return;
        const box = node.getBoundingClientRect();
        const picture = node.ownerSVGElement;
        if (picture && !node.matches(passing) && !node.closest(".n-mover, .g-mover")) {
            const outer = picture.getBoundingClientRect();
            const by = Math.max(outer.left - box.left, box.right - outer.right,
                                outer.top - box.top, box.bottom - outer.bottom);
            // The box of a text holds room for strokes that its letters need not have.
            const slack = node.closest("text") ? 4 : 1.5;
            const clips = getComputedStyle(picture).overflow !== "visible";
            if (clips && by > slack) named(node, "cut off", by);
        } else if (!picture && !node.closest(".u-frame, .p-sum, .u-tip")) {
            const by = Math.max(box.right - innerWidth, -box.left);
            if (by > 1.5) named(node, "outside the window", by);
        }
    };
    for (const root of all.filter((node) => node.classList.contains("u-root"))) {
        root.querySelectorAll("*").forEach(check);
        for (const frame of root.querySelectorAll(".u-frame")) {
            const by = frame.scrollHeight - frame.clientHeight;
            if (by > 1.5) named(frame, "cut off below", by);
        }
    }
    return found;
}"""


@pytest.fixture(scope="module")
def phone(lasting_visitor):
    size = {"width": 390, "height": 844}
    return lasting_visitor(viewport=size, has_touch=True, reduced_motion="reduce")


LOOKS = [
    *[(page, SCENES[page].path if page in SCENES else f"/{page}") for page in PAGES],
    ("unrolled", "/unrolled?cell=lstm&text=maximiliane&units=few&sel=grads.c.2.1"),
    ("unrolled", "/unrolled?folded=1&cell=gru&sel=prediction.y.2.1"),
    ("gates", "/gates?gate=1&v_f=1_1_1&v_i=1_1_1&v_o=1_1_1&v_phase=2&text=maximiliane&phase=2"),
    ("gates", "/gates?gate=0&v_f=0_0_0&v_i=0_0_0&v_o=0_0_0&text=aaaaaaaaaaaaaaaa&step=16&unit=12"),
    ("gates", "/gates?v_view=boxes&view=boxes&text=maximiliane&step=6"),
    ("gates", "/gates?step=3&unit=6"),
    ("compare", "/compare?task=reber&delay=100&rows=gradient&step=50"),
    ("compare", "/compare?task=parity&delay=60&rows=gates&gate=f&held=0.3"),
    ("compare", "/compare?task=adding&delay=10&own=0.3+0.7*+0.1+0.2*"),
    ("compare", "/compare?task=names&text=maximiliane"),
    ("lstm", "/lstm?peephole=1&activation=relu&coupled=1&text=maximiliane"),
    ("gru", "/gru?reset_after=1&even=1&z=0.35&unit=4&text=maximiliane"),
    ("gru", "/gru?z=0&hold_unit=3&hold_steps=2-&unit=3&phase=5&step=7"),
]


@pytest.mark.parametrize(("page", "path"), LOOKS, ids=[path for _, path in LOOKS])
def test_nothing_is_cut_off_and_the_page_does_not_scroll_sideways(page, path, phone):
    found = phone.open(path)
    found.wait_for_load_state("networkidle")  # formulas in tables come late
    for width in WIDTHS:
        found.set_viewport_size({"width": width, "height": 844})
        settled(found)
        wide = found.evaluate(
            "() => [document.scrollingElement, document.querySelector('[data-testid=stMain]')]"
            ".map((node) => node.scrollWidth - node.clientWidth)"
        )
        assert max(wide) <= 0, f"{width} px"
        assert evaluate_deep(found, STICKING_OUT) == [], f"{width} px"
    found.close()


def settled(page):
    """Wait until the widths of all frames have stayed the same for a few pictures."""
    page.evaluate("""() => new Promise((done) => {
        let before, same = 0;
        const look = () => {
            const main = document.querySelector("[data-testid=stMain]");
            const now = `${main.clientWidth} ${main.scrollHeight}`;
            same = now === before ? same + 1 : 0;
            before = now;
            if (same < 12) requestAnimationFrame(look);
            else done();
        };
        look();
    })""")


# Of controls that a finger must hit: those smaller than 24 px.
SMALL = """(all) => all
    .filter((node) => node.matches(".u-transport button, .n-fold, .u-chip"))
    .map((node) => node.getBoundingClientRect())
    .filter((box) => box.width && (box.width < 24 || box.height < 24)).length"""
# Words of scenes whose letters are smaller than 12 px; subscripts may be, their words may not.
TINY = """(all) => {
    const size = (node) => {
        const svg = node.ownerSVGElement;
        const wide = svg?.viewBox.baseVal.width;
        const scale = wide ? svg.getBoundingClientRect().width / wide : 1;
        return parseFloat(getComputedStyle(node).fontSize) * scale;
    };
    return all
        .filter((node) => node.closest(".u-root") && node.getBoundingClientRect().width)
        .filter((node) => node.tagName === "text" || !node.ownerSVGElement)
        .filter((node) => node.tagName === "text" || !node.children.length)
        .filter((node) => node.textContent.trim() && !node.closest("sub, sup"))
        .map((node) => [Math.max(...[node, ...node.children].map(size)), node.textContent])
        .filter(([largest]) => largest < 11.9);
}"""


@pytest.mark.parametrize("page", PAGES)
def test_on_a_phone_controls_and_letters_are_large_enough(page, phone):
    found = phone.open("/" if page == "home" else f"/{page}")
    assert evaluate_deep(found, SMALL) == 0
    assert evaluate_deep(found, TINY) == []
    found.close()


def test_on_paper_a_dark_page_is_light(lasting_visitor):
    found = lasting_visitor(color_scheme="dark", reduced_motion="reduce").open("/attention")
    found.emulate_media(media="print", color_scheme="dark")
    expect(found.locator("[data-testid=stApp]")).to_have_css(
        "background-color", "rgb(255, 255, 255)"
    )
    expect(found.locator(".u-root").first).to_have_css("color", "rgb(27, 35, 48)")
    expect(found.locator("h1")).to_have_css("color", "rgb(27, 35, 48)")
    expect(found.locator("[data-testid=stSidebar]")).to_be_hidden()
    found.close()
