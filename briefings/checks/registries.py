"""Do the registries agree with themselves and with each other?"""

from collections.abc import Iterable, Mapping

from briefings.checks.known import Known
from briefings.checks.locating import Findings
from briefings.model import Person, Place, Publisher, Topic, TopicId, Vocabulary
from briefings.problems import Code


def check_vocabulary(vocabulary: Vocabulary, known: Known, findings: Findings) -> None:
    """Find what is wrong between the records of the vocabulary."""
    _check_topics(vocabulary.topics, known, findings)
    _check_shared_ids(known, findings)
    for person in vocabulary.people.values():
        _check_roles(person, known, findings)
    for place in vocabulary.places.values():
        _check_position(place, known, findings)
    _check_hosts(vocabulary.publishers.values(), known, findings)


def _check_topics(topics: Mapping[TopicId, Topic], known: Known, findings: Findings) -> None:
    path = f"{known.prefix}/topics.yml"
    for topic in topics.values():
        if topic.parent is None:
            continue
        for _ in known.missing("topics", (topic.parent,)):
            message, code = known.about_id("topics", topic.parent)
            findings.at(path, (topic.id, "parent"), message, code)
        if way := _circle(topic, topics):
            message = f"a topic cannot be its own ancestor ({' → '.join(way)}). Remove one parent."
            findings.at(path, (topic.id, "parent"), message, Code.CIRCULAR_PARENT)


def _circle(topic: Topic, topics: Mapping[TopicId, Topic]) -> list[str]:
    """The way from a topic back to itself, if its parents lead there."""
    way: list[str] = [topic.id]
    above = topics.get(topic.parent) if topic.parent else None
    while above is not None and above.id not in way:
        way.append(above.id)
        above = topics.get(above.parent) if above.parent else None
    return [*way, topic.id] if above is topic else []


def _check_shared_ids(known: Known, findings: Findings) -> None:
    for shared in sorted(set(known.ids["people"]) & set(known.ids["organizations"])):
        message = (
            f'"{shared}" is a person in {known.prefix}/people.yml already. '
            "Give one of them another id."
        )
        path = f"{known.prefix}/organizations.yml"
        findings.at(path, (shared,), message, Code.ID_TAKEN, key=True)


def _check_roles(person: Person, known: Known, findings: Findings) -> None:
    path = f"{known.prefix}/people.yml"
    for place, role in enumerate(person.roles):
        if role.organization is not None:
            for _ in known.missing("organizations", (role.organization,)):
                message, code = known.about_id("organizations", role.organization)
                findings.at(path, (person.id, "roles", place, "organization"), message, code)
        if role.from_ and role.until and role.until <= role.from_:
            message = (
                f"the role ends on {role.until}, but begins on {role.from_}. Mend one of them."
            )
            keys = (person.id, "roles", place, "until")
            findings.at(path, keys, message, Code.END_BEFORE_START)


def _check_position(place: Place, known: Known, findings: Findings) -> None:
    path = f"{known.prefix}/places.yml"
    for key, value, limit in (("lat", place.lat, 90), ("lon", place.lon, 180)):
        if value is not None and abs(value) > limit:
            message = f"{key} {value} is not on earth. Write degrees from -{limit} to {limit}."
            findings.at(path, (place.id, key), message, Code.BAD_NUMBER)
    if (place.lat is None) != (place.lon is None):
        given, lacking = ("lat", "lon") if place.lon is None else ("lon", "lat")
        message = f"{given} needs {lacking} beside it. Add {lacking}: …"
        findings.at(path, (place.id, given), message, Code.MISSING_KEY)


def _check_hosts(publishers: Iterable[Publisher], known: Known, findings: Findings) -> None:
    owners: dict[str, str] = {}
    for publisher in publishers:
        for place, host in enumerate(publisher.hosts):
            owner = owners.setdefault(host, publisher.id)
            if owner != publisher.id:
                message = f'"{host}" is a host of "{owner}" already. Remove it from one of them.'
                path = f"{known.prefix}/publishers.yml"
                findings.at(path, (publisher.id, "hosts", place), message, Code.HOST_TAKEN)
