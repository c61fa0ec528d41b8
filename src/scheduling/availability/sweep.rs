//! Stretches of time, and reading many of them in order.

use chrono::{DateTime, Utc};

/// A half-open stretch of time, `starts_at` inclusive, `ends_at` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
}

impl Span {
    /// What is left of it outside `cut`, which is in order and joined.
    pub(super) fn without(self, cuts: &[Self]) -> Vec<Self> {
        let mut left = Vec::new();
        let mut from = self.starts_at;
        for cut in cuts.iter().filter(|cut| cut.starts_at < self.ends_at && self.starts_at < cut.ends_at) {
            if from < cut.starts_at {
                left.push(Self { starts_at: from, ends_at: cut.starts_at });
            }
            from = from.max(cut.ends_at);
        }
        if from < self.ends_at {
            left.push(Self { starts_at: from, ends_at: self.ends_at });
        }
        left
    }
}

/// Spans in order, joined where they touch.
pub(super) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort();
    spans.dedup_by(|next, run| {
        let touches = next.starts_at <= run.ends_at;
        if touches {
            run.ends_at = run.ends_at.max(next.ends_at);
        }
        touches
    });
    spans
}

/// Spans put in order and joined where they touch, for a reader whose own times never go back.
pub(super) struct Sweep {
    spans: Vec<Span>,
    next: usize,
}

impl Sweep {
    pub fn over(spans: Vec<Span>) -> Self {
        Self { spans: joined(spans), next: 0 }
    }

    /// The first span that ends after that instant, which is no earlier than the one asked before.
    fn first_after(&mut self, at: DateTime<Utc>) -> Option<Span> {
        while self.spans.get(self.next).is_some_and(|span| span.ends_at <= at) {
            self.next += 1;
        }
        self.spans.get(self.next).copied()
    }

    /// Whether one of the spans has all of this.
    pub fn covers(&mut self, span: Span) -> bool {
        self.first_after(span.starts_at)
            .is_some_and(|run| run.starts_at <= span.starts_at && span.ends_at <= run.ends_at)
    }

    /// Whether none of the spans has any of this.
    pub fn spares(&mut self, span: Span) -> bool {
        self.first_after(span.starts_at).is_none_or(|run| span.ends_at <= run.starts_at)
    }
}
