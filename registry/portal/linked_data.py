"""A solution in the words of schema.org, for search engines."""

from typing import Any

from registry.catalogue.models import ReleaseState
from registry.portal.solution import SolutionPage
from registry.web.language import current_language
from registry.web.links import absolute_url

LICENCE_URLS = {
    "EUPL-1.2": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12",
    "MIT": "https://opensource.org/license/mit",
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}


def describe(page: SolutionPage) -> dict[str, Any] | None:
    """A ``SoftwareSourceCode`` with publisher, version, licence and, from three ratings on, the mean.

    None for a release that is withdrawn or blocked: no search engine shall offer it.
    """
    if page.release.state is not ReleaseState.PUBLISHED:
        return None
    release, facts = page.release, page.release.facts
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "SoftwareSourceCode",
        "name": release.title,
        "description": str(facts.get("summary") or ""),
        "url": absolute_url("portal.solution", language=current_language(), slug=page.solution.slug),
        "version": release.number,
        "inLanguage": "de",
        "publisher": {"@type": "GovernmentOrganization", "name": page.solution.municipality.full_name},
    }
    if release.published_at is not None:
        described["datePublished"] = release.published_at.date().isoformat()
    if facts.get("license") in LICENCE_URLS:
        described["license"] = LICENCE_URLS[facts["license"]]
    if page.rating is not None and page.rating.mean is not None:
        described["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(page.rating.mean, 1),
            "ratingCount": page.rating.count,
            "bestRating": 5,
        }
    return described
