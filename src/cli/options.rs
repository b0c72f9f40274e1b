//! Groups of options that several commands share: what an entry is charged to,
//! its fields, what only writing knows, and what only filters know.

use super::values::{Chargeable, MailTo, Sort, one_of, text, yes_no};
use crate::domain::charge::TargetKind;
use crate::domain::content::NoteTo;
use crate::domain::delivery::Mailing;
use crate::domain::status::{Billable, Delivery, Status};
use clap::Args;

/// What time is charged to; at most one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[group(multiple = false)]
#[command(next_help_heading = "Charged to (at most one)")]
pub struct Targets {
    /// Service ticket, as the person sees it: 54321, #54321, T20261122.0042, or words of its name
    #[arg(long, value_name = "N", value_parser = text)]
    pub ticket: Option<String>,
    /// Project ticket
    #[arg(long, value_name = "N", value_parser = text)]
    pub project_ticket: Option<String>,
    /// Task; on FreshBooks it combines with --project
    #[arg(long, value_name = "N", value_parser = text)]
    pub task: Option<String>,
    /// Activity
    #[arg(long, value_name = "N", value_parser = text)]
    pub activity: Option<String>,
    /// Charge code: time that belongs to no client's work
    #[arg(long, value_name = "CODE", value_parser = text)]
    pub charge_code: Option<String>,
}

impl Targets {
    /// The one that was typed, as typed.
    #[must_use]
    pub fn chosen(&self) -> Option<(TargetKind, &str)> {
        let options = [
            (TargetKind::Ticket, &self.ticket),
            (TargetKind::ProjectTicket, &self.project_ticket),
            (TargetKind::Task, &self.task),
            (TargetKind::Activity, &self.activity),
            (TargetKind::ChargeCode, &self.charge_code),
        ];
        options
            .into_iter()
            .find_map(|(kind, value)| Some((kind, value.as_deref()?)))
    }
}

/// Said once for the fields, since a heading does not outlast the group before it.
const FIELDS: &str = "Fields ('none' stands for no value)";

/// Fields of an entry; `none` clears a reference, or finds entries without one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct Fields {
    /// What time is charged to.
    #[command(flatten)]
    pub targets: Targets,
    /// Project, by name or number
    #[arg(long, help_heading = FIELDS, value_name = "P", value_parser = text)]
    pub project: Option<String>,
    /// Client, by name or number
    #[arg(long, help_heading = FIELDS, value_name = "C", value_parser = text)]
    pub client: Option<String>,
    /// Service, by name or number
    #[arg(long, help_heading = FIELDS, value_name = "S", value_parser = text)]
    pub service: Option<String>,
    /// Work type
    #[arg(long, help_heading = FIELDS, value_name = "W", value_parser = text)]
    pub work_type: Option<String>,
    /// Work role
    #[arg(long, help_heading = FIELDS, value_name = "R", value_parser = text)]
    pub work_role: Option<String>,
    /// Billable option
    #[arg(long, help_heading = FIELDS, value_name = "OPTION", value_parser = one_of(Billable::ALL, Billable::word))]
    pub billable: Option<Billable>,
    /// The same as --billable do-not-bill
    #[arg(long, help_heading = FIELDS, conflicts_with = "billable")]
    pub no_bill: bool,
    /// Agreement, contract or retainer
    #[arg(long, help_heading = FIELDS, value_name = "A", value_parser = text)]
    pub agreement: Option<String>,
    /// Whose time it is; in filters also 'me'
    #[arg(long, help_heading = FIELDS, value_name = "M", value_parser = text)]
    pub member: Option<String>,
    /// Tag; may be given several times
    #[arg(short = 't', long = "tag", help_heading = FIELDS, value_name = "T", value_parser = text)]
    pub tags: Vec<String>,
    /// Profile that delivers it
    #[arg(short, long, help_heading = FIELDS, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
}

impl Fields {
    /// The billable option, `--no-bill` included.
    #[must_use]
    pub fn billable(&self) -> Option<Billable> {
        if self.no_bill {
            return Some(Billable::DoNotBill);
        }
        self.billable
    }
}

/// What only commands know that write an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "Writing")]
pub struct Writing {
    /// Note, in the place of bare words
    #[arg(short = 'm', long, allow_hyphen_values = true, value_name = "TEXT", value_parser = text)]
    pub note: Option<String>,
    /// Note for colleagues only
    #[arg(long, allow_hyphen_values = true, value_name = "TEXT", value_parser = text)]
    pub internal_note: Option<String>,
    /// Write the note, or with 'edit' every field, in $VISUAL or $EDITOR
    #[arg(short, long)]
    pub editor: bool,
    /// Day it belongs to
    #[arg(long, value_name = "DAY", value_parser = text)]
    pub on: Option<String>,
    /// The moment it happens; for 'log' the start
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub at: Option<String>,
    /// Start
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub start: Option<String>,
    /// End
    #[arg(long, value_name = "TIME", value_parser = text)]
    pub end: Option<String>,
    /// Length; two of start, end and length are enough
    #[arg(long = "for", value_name = "LENGTH", value_parser = text)]
    pub length: Option<String>,
    /// Time in between that was not worked
    #[arg(long, value_name = "LENGTH", value_parser = text)]
    pub deduct: Option<String>,
    /// A length on a day without clock times, where the service takes that
    #[arg(long, conflicts_with_all = ["at", "start", "end"])]
    pub no_clock: bool,
    /// Allow an end in the future
    #[arg(long)]
    pub future: bool,
    /// Repeat the note on the ticket (ConnectWise, with the create only)
    #[arg(long, value_name = "PLACE,…", value_delimiter = ',', value_parser = one_of(NoteTo::ALL, NoteTo::word))]
    pub note_to: Vec<NoteTo>,
    /// Have the service mail the entry (ConnectWise, with the first attempt only)
    #[arg(long, value_name = "WHO,…", value_delimiter = ',', value_parser = one_of(MailTo::ALL, MailTo::word))]
    pub email: Vec<MailTo>,
    /// Addresses that get a copy of the mail
    #[arg(long, value_name = "ADDRESS,…", value_delimiter = ',', value_parser = text)]
    pub email_cc: Vec<String>,
    /// Whether the invoice shows it (Autotask)
    #[arg(long, value_name = "yes|no", value_parser = yes_no())]
    pub show_on_invoice: Option<bool>,
    /// Time added to or taken off what is billed (Autotask)
    #[arg(long, value_name = "±LENGTH", value_parser = text)]
    pub offset: Option<String>,
    /// Service of the contract (Autotask)
    #[arg(long, value_name = "N", value_parser = text)]
    pub agreement_service: Option<String>,
    /// Service bundle of the contract (Autotask)
    #[arg(long, value_name = "N", value_parser = text)]
    pub agreement_bundle: Option<String>,
    /// Whether it is work for the own business (FreshBooks)
    #[arg(long, value_name = "yes|no", value_parser = yes_no())]
    pub internal: Option<bool>,
    /// Invoice detail (Moneybird, documented dialect)
    #[arg(long, value_name = "N", value_parser = text)]
    pub detail: Option<String>,
    /// Show what would be booked, and book nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

impl Writing {
    /// The mail that was asked for; none where `--email cc` names no address.
    #[must_use]
    pub fn mailing(&self) -> Option<Mailing> {
        if self.email.contains(&MailTo::Cc) && self.email_cc.is_empty() {
            return None;
        }
        Some(Mailing {
            resource: self.email.contains(&MailTo::Resource),
            contact: self.email.contains(&MailTo::Contact),
            cc: self.email_cc.clone(),
        })
    }
}

/// Which entries a step of the workflow is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct MoveArgs {
    /// A period (`today`, `last-week`) or ids (`12`, `12-15`); bare whole numbers are always ids
    #[arg(value_name = "PERIOD or ID", conflicts_with = "all", value_parser = text)]
    pub words: Vec<String>,
    /// Everything of the profile that the step takes
    #[arg(long)]
    pub all: bool,
    /// Profile in which a period or --all acts; `none` for entries without one
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
    /// Say what would happen, and do nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,
}

/// What only filters know, beside the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct Filters {
    /// Charged to something of this kind
    #[arg(long = "kind", value_name = "KIND,…", value_delimiter = ',', value_parser = one_of(Chargeable::ALL, Chargeable::word))]
    pub kinds: Vec<Chargeable>,
    /// Where it stands
    #[arg(long = "status", value_name = "STATUS,…", value_delimiter = ',', value_parser = one_of(Status::ALL, Status::word))]
    pub statuses: Vec<Status>,
    /// Whether the service has it
    #[arg(long = "delivery", value_name = "STATE,…", value_delimiter = ',', value_parser = one_of(Delivery::ALL, Delivery::word))]
    pub deliveries: Vec<Delivery>,
    /// From this day or instant on
    #[arg(long, value_name = "DAY", value_parser = text)]
    pub from: Option<String>,
    /// Up to and including this day, or up to this instant
    #[arg(long, value_name = "DAY", value_parser = text)]
    pub to: Option<String>,
    /// With this text in a note, whatever its case
    #[arg(long, value_name = "TEXT", value_parser = text)]
    pub search: Option<String>,
    /// Running or parked
    #[arg(long, conflicts_with = "stopped")]
    pub running: bool,
    /// Ended
    #[arg(long)]
    pub stopped: bool,
    /// Billed
    #[arg(long, conflicts_with = "unbilled")]
    pub billed: bool,
    /// Not billed, and billable or left to the service
    #[arg(long)]
    pub unbilled: bool,
    /// At most this many: the newest
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Order
    #[arg(long, value_name = "ORDER", default_value = "start", value_parser = one_of(Sort::ALL, Sort::word))]
    pub sort: Sort,
    /// Print the numbers alone, one a line
    #[arg(long)]
    pub ids: bool,
    /// Fields that must be equal.
    #[command(flatten)]
    pub fields: Fields,
}
