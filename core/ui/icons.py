"""The shapes of states, drawn at 16 px (visual-language.md, section 3). Shape, word, then tone."""

from types import MappingProxyType

DISC = '<circle cx="8" cy="8" r="7"/>'
RING = '<circle cx="8" cy="8" r="6" class="line"/>'
OCTAGON = '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/>'
TICK = '<path d="M4.5 8.2l2.4 2.4 4.6-5" class="cut"/>'

SHAPES = MappingProxyType(
    {
        "dashed-ring": '<circle cx="8" cy="8" r="6" class="line dashed"/>',
        "ring": RING,
        "half-disc": RING + '<path d="M8 2a6 6 0 0 0 0 12z"/>',
        "ring-bars": RING + '<path d="M6.4 5.5v5M9.6 5.5v5" class="line"/>',
        "ring-dot": RING + '<circle cx="8" cy="8" r="2.6"/>',
        "calendar": '<path d="M2 3.5h12v10.5H2zM2 7h12M5 1.5v3M11 1.5v3" class="line"/>',
        "open-diamond": '<path d="M8 1.5L14.5 8 8 14.5 1.5 8z" class="line"/>',
        "diamond": '<path d="M8 1l7 7-7 7-7-7z"/>',
        "struck-ring": RING + '<path d="M3.8 12.2l8.4-8.4" class="line"/>',
        "tick-disc": DISC + TICK,
        "cross-disc": DISC + '<path d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4" class="cut"/>',
        "square-bars": '<path d="M1 1h14v14H1z"/><path d="M6 5v6M10 5v6" class="cut"/>',
        "triangle": '<path d="M8 1l7.5 14H.5z"/><path d="M8 6v4.2M8 12v1.2" class="cut"/>',
        "octagon-bar": OCTAGON + '<path d="M4.5 8h7" class="cut"/>',
        "plus": '<path d="M8 2v12M2 8h12" class="line"/>',
        "minus": '<path d="M2 8h12" class="line"/>',
        "dash": '<path d="M6 8h4" class="line"/>',
        "tick": '<path d="M2.5 8.5l3.6 3.6L13.5 4" class="line"/>',
        "key": '<circle cx="4.5" cy="8" r="3" class="line"/><path d="M7.5 8h7.5M12 8v3M14.4 8v2" '
        'class="line"/>',
        "lock": '<path d="M3 7h10v8H3z"/><path d="M5 7V4.5a3 3 0 0 1 6 0V7" class="line"/>',
    }
)

#: domain → state → (icon, tone). The words come from the models' choices.
STATES: MappingProxyType[str, dict[str, tuple[str, str]]] = MappingProxyType(
    {
        "case": {
            "draft": ("dashed-ring", "mute"),
            "submitted": ("ring", "accent"),
            "in_review": ("half-disc", "accent"),
            "paused": ("ring-bars", "warn"),
            "ready": ("ring-dot", "accent"),
            "on_agenda": ("calendar", "accent"),
            "considered": ("open-diamond", "accent"),
            "decided": ("diamond", "solid"),
            "withdrawn": ("struck-ring", "mute"),
            "lapsed": ("struck-ring", "mute"),
        },
        "line": {
            "approved": ("tick-disc", "ok"),
            "capped": ("half-disc", "accent"),
            "partly": ("half-disc", "accent"),
            "refused": ("cross-disc", "bad"),
        },
        "disposal": {
            "proposed": ("ring-dot", "warn"),
            "confirmed": ("tick-disc", "ok"),
            "rejected": ("struck-ring", "mute"),
        },
        "work": {
            "waiting": ("ring", "accent"),
            "running": ("half-disc", "accent"),
            "done": ("tick-disc", "ok"),
            "failed": ("cross-disc", "bad"),
            "cancelled": ("struck-ring", "mute"),
        },
        "shipment": {
            "announced": ("ring", "accent"),
            "confirmed": ("tick-disc", "ok"),
            "cancelled": ("struck-ring", "mute"),
        },
        "reexport": {
            "waits": ("ring-dot", "warn"),
            "consented": ("tick-disc", "ok"),
            "refused": ("cross-disc", "bad"),
            "drafted": ("dashed-ring", "mute"),
            "examined": ("half-disc", "accent"),
            "partly": ("half-disc", "warn"),
            "closed": ("struck-ring", "mute"),
        },
        "delivery": {
            "waits": ("ring-dot", "warn"),
            "genuine": ("tick-disc", "ok"),
            "doubtful": ("octagon-bar", "bad"),
        },
        "licence": {
            "valid": ("tick-disc", "ok"),
            "suspended": ("square-bars", "warn"),
            "revoked": ("cross-disc", "bad"),
            "exhausted": ("diamond", "mute"),
            "expired": ("struck-ring", "mute"),
            "surrendered": ("struck-ring", "mute"),
            "amended": ("struck-ring", "mute"),
        },
        "protocol": {
            "draft": ("dashed-ring", "mute"),
            "circulated": ("half-disc", "accent"),
            "approved": ("ring-dot", "accent"),
            "signed": ("tick-disc", "ok"),
        },
        "check": {
            "clear": ("tick-disc", "ok"),
            "attention": ("triangle", "warn"),
            "block": ("octagon-bar", "bad"),
        },
        "hit": {
            "new": ("octagon-bar", "bad"),
            "under_review": ("half-disc", "accent"),
            "proposed": ("ring-dot", "warn"),
            "cleared": ("tick-disc", "ok"),
            "true_match": ("octagon-bar", "bad"),
        },
        "vote": {
            "for": ("plus", "plain"),
            "against": ("minus", "bad"),
            "abstain": ("ring", "mute"),
        },
        "seat": {
            "sealed": ("lock", "solid"),
            "open": ("ring", "plain"),
            "recused": ("struck-ring", "mute"),
            "absent": ("dash", "mute"),
        },
        "section": {
            "done": ("tick-disc", "ok"),
            "started": ("half-disc", "accent"),
            "returned": ("octagon-bar", "bad"),
            "not_started": ("dashed-ring", "mute"),
            "blocked": ("dash", "mute"),
        },
        "opinion": {
            "requested": ("ring", "accent"),
            "support": ("tick-disc", "ok"),
            "support_with_conditions": ("half-disc", "accent"),
            "oppose": ("octagon-bar", "bad"),
            "waived": ("struck-ring", "mute"),
        },
        "sitting": {
            "planned": ("calendar", "accent"),
            "open": ("half-disc", "accent"),
            "closed": ("diamond", "solid"),
            "cancelled": ("struck-ring", "mute"),
        },
        "file": {
            "clean": ("tick-disc", "ok"),
            "unscanned": ("triangle", "warn"),
            "quarantined": ("square-bars", "warn"),
            "infected": ("octagon-bar", "bad"),
        },
        "signature": {
            "stands": ("tick-disc", "ok"),
            "open": ("triangle", "warn"),
            "rejected": ("octagon-bar", "bad"),
        },
        "risk": {
            "none": ("tick", "plain"),
            "low": ("tick", "plain"),
            "medium": ("triangle", "warn"),
            "high": ("octagon-bar", "bad"),
            "not_assessed": ("dash", "mute"),
        },
    }
)
