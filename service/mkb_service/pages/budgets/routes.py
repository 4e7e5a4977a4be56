"""All pages of budgets."""

from __future__ import annotations

from litestar import Router

from mkb_service.pages.budgets import sheet, versions, views


def make_router() -> Router:
    """A router of its own for each application; it joins the methods of one address before any is wrapped for a thread."""
    handlers = [
        versions.budgets_page,
        sheet.sheet_page,
        sheet.edit_sheet,
        versions.versions_page,
        versions.decide,
        versions.comparison_page,
        views.scenarios_page,
        views.financing_page,
        views.build_page,
    ]
    return Router("/", route_handlers=handlers)
