"""What tests of pages share."""

import pytest

from pages.parts import procedure_section


@pytest.fixture(autouse=True, scope="session")
def short_courses():
    """Learning four times from the start is most of what a page costs that shows it, and every
    setting of it costs it again: pages are visited with one epoch. What the courses are is tested
    with the core."""
    procedure_section.EPOCHS = 1
