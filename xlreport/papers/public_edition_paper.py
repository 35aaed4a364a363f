"""The public edition as a Word paper."""

from dataclasses import asdict

from xlreport.model.judged.judged_edition import PublicEdition
from xlreport.papers.bulletin_paper import Imprint, imprint_words
from xlreport.papers.paper_documents import Values


def public_words(edition: PublicEdition, imprint: Imprint) -> Values:
    """Return everything that the template of the public edition may name."""
    told = asdict(edition)
    numbered = {
        name: [{"serial": place, **row} for place, row in enumerate(told[name], 1)]
        for name in ("fulfilled", "under_way")
    }
    return {
        **imprint_words(edition.language, imprint),
        **told,
        **numbered,
        "count": {
            "all": len(edition.fulfilled) + len(edition.under_way) + edition.later,
            "fulfilled": len(edition.fulfilled),
            "under_way": len(edition.under_way),
            "later": edition.later,
        },
    }
