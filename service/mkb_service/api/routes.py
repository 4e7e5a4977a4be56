"""All routes of version 1 of the API."""

from __future__ import annotations

from litestar import Router

from mkb_service.api import (
    accounts,
    advice,
    assignments,
    budget_cells,
    budgets,
    companies,
    company_list,
    consents,
    directory,
    plugins,
    tokens,
    uses,
    webhooks,
)

BASE = "/v1"


def make_router() -> Router:
    """A router of its own for each application."""
    handlers = [
        advice.ask_question,
        advice.read_advice,
        advice.replay_advice,
        directory.list_partners,
        directory.read_partner,
        directory.list_services,
        directory.list_topics,
        plugins.list_plugins,
        company_list.list_companies,
        companies.read_company,
        companies.complete_company,
        companies.refresh_company,
        uses.list_uses,
        company_list.list_questions,
        company_list.read_one_question,
        consents.list_consents,
        consents.read_consent,
        consents.give_consent,
        consents.withdraw_consent,
        assignments.list_assignments,
        assignments.read_assignment,
        assignments.assign,
        assignments.end_assignment,
        budgets.list_budgets,
        budgets.read_budget,
        budgets.list_own_shares,
        budgets.list_versions,
        budgets.read_version,
        budgets.save_version,
        budgets.propose,
        budgets.approve,
        budgets.reject,
        budget_cells.read_scenario,
        budget_cells.explain_cell,
        budget_cells.list_deltas,
        budget_cells.list_comparisons,
        budget_cells.compute,
        accounts.list_accounts,
        accounts.list_invitations,
        accounts.invite,
        accounts.read_invitation,
        accounts.withdraw_invitation,
        accounts.invite_members,
        tokens.list_tokens,
        tokens.create_token,
        tokens.read_token,
        tokens.revoke_token,
        webhooks.list_webhooks,
        webhooks.register_webhook,
        webhooks.read_webhook,
        webhooks.renew_secret,
        webhooks.end_webhook,
        webhooks.ping_webhook,
        webhooks.list_messages,
        webhooks.repeat_message,
    ]
    return Router(BASE, route_handlers=handlers)
