//! The words an entry's state is said in: where it stands on its way to the
//! invoice, whether the service has it, how it is billed.

/// A closed list of words with one spelling each, for files, JSON and people.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The one spelling of this value.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value with this spelling.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.pad(self.word()) }
        }
    };
}
pub(crate) use words;

words! {
    /// Where an entry stands on its way to the invoice.
    Status {
        /// May be changed; nobody has asked for approval.
        Open = "open",
        /// Handed in for approval.
        Submitted = "submitted",
        /// Given back to its owner.
        Rejected = "rejected",
        /// Approved; waits for billing.
        Approved = "approved",
        /// On an invoice, or final in the service's words.
        Billed = "billed",
    }
}

impl Status {
    /// How far along the way; `rejected` counts as `open`. Compared with `push`.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Open | Self::Rejected => 0,
            Self::Submitted => 1,
            Self::Approved => 2,
            Self::Billed => 3,
        }
    }
}

words! {
    /// Where a timesheet can stand.
    SheetStatus {
        /// Nobody has one for these days yet; only among everybody's.
        NotStarted = "not-started",
        /// As with entries.
        Open = "open",
        /// As with entries.
        Submitted = "submitted",
        /// As with entries.
        Rejected = "rejected",
        /// As with entries.
        Approved = "approved",
        /// As with entries.
        Billed = "billed",
    }
}

impl SheetStatus {
    /// Whether a timesheet that somebody has stands here.
    #[must_use]
    pub fn is(self, status: Status) -> bool {
        self.word() == status.word()
    }
}

words! {
    /// Whether the service has what is here.
    Delivery {
        /// No profile: there is no service.
        Local = "local",
        /// Running, parked, or below the status from which the profile delivers.
        Waiting = "waiting",
        /// To be sent at the next sync.
        Owed = "owed",
        /// The service holds it as it is here.
        Sent = "sent",
        /// An answer was lost; whether the service has it is not known.
        Unconfirmed = "unconfirmed",
        /// The service said no; `problem` has its words.
        Refused = "refused",
        /// A rule wants a person to look first.
        Held = "held",
        /// Changed here and there, to different values.
        Conflict = "conflict",
    }
}

words! {
    /// Where an entry came into being.
    Origin {
        /// Booked here.
        Local = "local",
        /// Found on the service.
        Imported = "imported",
    }
}

words! {
    /// How the time was typed; decides what some services are sent.
    BookedAs {
        /// Start and end.
        Range = "range",
        /// A length, placed or with a start.
        Length = "length",
        /// A length on a day, without clock times.
        Date = "date",
    }
}

words! {
    /// The billable option.
    Billable {
        /// Billed.
        Billable = "billable",
        /// Not billed and not on the invoice.
        DoNotBill = "do-not-bill",
        /// On the invoice at no charge.
        NoCharge = "no-charge",
        /// Whatever the service's own defaults decide.
        NoDefault = "no-default",
    }
}

words! {
    /// A group of entries by what the invoice makes of them.
    InvoiceState {
        /// All of them.
        All = "all",
        /// Billable, and on no invoice yet.
        Open = "open",
        /// Not billable.
        NonBillable = "non-billable",
    }
}

words! {
    /// The services an entry can be delivered to.
    BackendKind {
        /// ConnectWise PSA.
        ConnectWise = "connectwise",
        /// Autotask PSA.
        Autotask = "autotask",
        /// Moneybird.
        Moneybird = "moneybird",
        /// FreshBooks.
        FreshBooks = "freshbooks",
        /// The in-memory service of the tests; never configurable.
        Reference = "reference",
    }
}

impl BackendKind {
    /// The kinds a profile may name.
    pub const CONFIGURABLE: &'static [Self] = &[
        Self::ConnectWise,
        Self::Autotask,
        Self::Moneybird,
        Self::FreshBooks,
    ];

    /// Whether time is approved on the service itself; elsewhere approving and
    /// rejecting happen here.
    #[must_use]
    pub fn has_approval(self) -> bool {
        matches!(self, Self::ConnectWise | Self::Autotask)
    }

    /// The service's own name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::ConnectWise => "ConnectWise PSA",
            Self::Autotask => "Autotask PSA",
            Self::Moneybird => "Moneybird",
            Self::FreshBooks => "FreshBooks",
            Self::Reference => "reference service",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back_and_is_the_json_word() {
        for status in Status::ALL {
            assert_eq!(Status::from_word(status.word()), Some(*status));
            let json = serde_json::to_string(status).unwrap();
            assert_eq!(json, format!("{:?}", status.word()));
        }
        assert_eq!(Billable::from_word("Billable"), None);
    }
}
