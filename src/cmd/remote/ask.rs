//! What was typed as a question for a service: every filter as a typed field, names
//! settled by the service itself, and what no entry of it could meet refused.

use crate::app::Desk;
use crate::cli::RemoteListArgs;
use crate::config::Profile;
use crate::domain::charge::{Chargeable, Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Mailing, Outgoing};
use crate::domain::ids::Key;
use crate::domain::status::{BackendKind, Billable, BookedAs, Status};
use crate::domain::when::{self, Bound};
use crate::failure::Failure;
use crate::rules::{backend_knows, takes_target};
use crate::sync::backend::{Backend, BackendError, ErrorKind, Named, RemoteQuery, Wanted};
use chrono::Days;

/// Stands for "no value".
const NONE: &str = "none";
/// Stands for the profile's member.
const ME: &str = "me";
/// Stands for every member.
const ALL: &str = "all";
/// Days that are meant where nothing was said of any, today included.
const USUAL: u64 = 7;

/// A question for a service.
pub struct Asked {
    /// The question.
    pub query: RemoteQuery,
    /// Whether no entry could meet it, so that nobody is asked.
    pub is_nothing: bool,
    /// Whether nobody said whose time is meant.
    pub is_presumed_own: bool,
    /// What the service lacks.
    pub notes: Vec<String>,
}

impl Asked {
    /// Whether an entry of such a service could meet what was typed.
    ///
    /// # Errors
    /// Naming the option that it does not know.
    pub fn may_be(args: &RemoteListArgs, kind: BackendKind) -> Result<(), Failure> {
        let title = kind.title();
        let unknown = |option: &str, help: &str| {
            Failure::usage(format!("{title} does not know --{option}"), help)
        };
        let filters = &args.filters;
        let fields = &filters.fields;
        if !filters.deliveries.is_empty() {
            return Err(unknown(
                "delivery",
                "that is about entries here: `tt list --delivery`",
            ));
        }
        if !fields.tags.is_empty() {
            return Err(unknown("tag", "tags stay here: `tt list --tag`"));
        }
        if args.where_text.is_some() && !crate::sync::backend::capabilities(kind).asks {
            return Err(unknown(
                "where",
                "it has no query language; use the other filters",
            ));
        }
        if kind != BackendKind::Moneybird {
            if !args.states.is_empty() {
                return Err(unknown("state", "use --status, --billable or --unbilled"));
            }
            if args.include_no_client {
                return Err(unknown("include-no-client", "leave it out"));
            }
        }
        if args.include_no_client && fields.client.is_none() {
            return Err(Failure::usage(
                "--include-no-client goes with --client",
                "without --client entries without one are listed anyway",
            ));
        }
        let others = [
            ("project", &fields.project),
            ("client", &fields.client),
            ("service", &fields.service),
            ("work-type", &fields.work_type),
            ("work-role", &fields.work_role),
            ("agreement", &fields.agreement),
        ];
        for (option, typed) in others {
            if typed.is_some() && !backend_knows(kind, option) {
                return Err(unknown(option, "leave it out"));
            }
        }
        if let Some((target, _)) = fields.targets.chosen()
            && !takes_target(kind, target)
            && !is_field(kind, target)
        {
            return Err(unknown(target.word(), "leave it out"));
        }
        let could = |chargeable: &&Chargeable| match chargeable {
            Chargeable::Project => backend_knows(kind, "project"),
            Chargeable::Client | Chargeable::General => true,
            target => TargetKind::from_word(target.word())
                .is_some_and(|target| takes_target(kind, target)),
        };
        if let Some(first) = filters.kinds.first()
            && !filters.kinds.iter().any(|kind| could(&kind))
        {
            return Err(Failure::usage(
                format!("no entry of {title} is charged to a {first}"),
                "leave --kind out, or name another",
            ));
        }
        Ok(())
    }

    /// The question; names are settled by asking the service.
    ///
    /// # Errors
    /// A period, a name, the service.
    pub fn of(
        args: &RemoteListArgs,
        profile: &Profile,
        backend: &dyn Backend,
        desk: &Desk,
    ) -> anyhow::Result<Self> {
        let filters = &args.filters;
        let typed = args.where_text.as_deref();
        let named = typed.map_or_else(Named::default, |text| backend.names(text));
        let mut query = RemoteQuery {
            kinds: filters.kinds.clone(),
            billable: filters.fields.billable().into_iter().collect(),
            statuses: filters.statuses.clone(),
            states: args.states.clone(),
            include_no_client: args.include_no_client,
            search: filters.search.clone(),
            where_text: args.where_text.clone(),
            running: match (filters.running, filters.stopped) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => None,
            },
            newest_first: filters.limit.is_some() && args.page.is_none(),
            ..RemoteQuery::default()
        };
        days(args, named, desk, &mut query)?;
        let mut asked = Self {
            query,
            is_nothing: false,
            is_presumed_own: false,
            notes: Vec::new(),
        };
        asked.whose(args, named, profile, backend)?;
        asked.things(args, backend)?;
        asked.billing(args, backend);
        let kind = backend.kind();
        let can = backend.capabilities();
        let statuses = &asked.query.statuses;
        if !statuses.is_empty() && !statuses.iter().any(|it| can.statuses.contains(it)) {
            let words: Vec<_> = statuses.iter().map(|status| status.word()).collect();
            asked.notes.push(format!(
                "no entry of {} is ever {}",
                kind.title(),
                words.join(" or ")
            ));
            asked.is_nothing = true;
        }
        if asked.query.running == Some(true) && !can.timers {
            asked
                .notes
                .push(format!("{} has no timers that run there", kind.title()));
            asked.is_nothing = true;
        }
        Ok(asked)
    }

    /// Whose time: the profile's own where nobody says, and where the person's own query
    /// does not either.
    fn whose(
        &mut self,
        args: &RemoteListArgs,
        named: Named,
        profile: &Profile,
        backend: &dyn Backend,
    ) -> anyhow::Result<()> {
        let query = &mut self.query;
        match args.filters.fields.member.as_deref() {
            None => {
                query.own = !named.member;
                self.is_presumed_own = query.own;
            }
            Some(ALL) => {}
            Some(ME) => query.own = true,
            Some(typed) => {
                let own = profile.member.as_deref();
                if own.is_some_and(|own| own.eq_ignore_ascii_case(typed)) {
                    query.own = true;
                    return Ok(());
                }
                let member = settled(backend, |content| &mut content.member, typed)?;
                let identity = backend.check_access()?;
                if identity.member.is_some_and(|own| own.is_same(&member)) {
                    query.own = true;
                } else {
                    query.member = Some(Wanted::Is(member));
                }
            }
        }
        // Rows name nobody where the time is the profile's own: who that is, is settled
        // before the first of them is read.
        if !query.own && query.member.is_none() {
            backend.check_access()?;
        }
        Ok(())
    }

    fn things(&mut self, args: &RemoteListArgs, backend: &dyn Backend) -> anyhow::Result<()> {
        let fields = &args.filters.fields;
        let query = &mut self.query;
        type Slot = fn(&mut Content) -> &mut Option<Reference>;
        let references: [(&Option<String>, Slot, &mut Option<Wanted>); 6] = [
            (&fields.project, |it| &mut it.project, &mut query.project),
            (&fields.client, |it| &mut it.client, &mut query.client),
            (&fields.service, |it| &mut it.service, &mut query.service),
            (
                &fields.work_type,
                |it| &mut it.work_type,
                &mut query.work_type,
            ),
            (
                &fields.work_role,
                |it| &mut it.work_role,
                &mut query.work_role,
            ),
            (
                &fields.agreement,
                |it| &mut it.agreement,
                &mut query.agreement,
            ),
        ];
        for (typed, slot, wanted) in references {
            *wanted = match typed.as_deref() {
                None => None,
                Some(NONE) => Some(Wanted::None),
                Some(typed) => Some(Wanted::Is(settled(backend, slot, typed)?)),
            };
        }
        let Some((kind, typed)) = fields.targets.chosen() else {
            return Ok(());
        };
        if is_field(backend.kind(), kind) {
            query.task = Some(match typed {
                NONE => Wanted::None,
                typed => Wanted::Is(settled(backend, |it| &mut it.task, typed)?),
            });
        } else if typed == NONE {
            query.target = Some((kind, Wanted::None));
        } else {
            let mut content = blank();
            content.target = Some(Target {
                kind,
                at: Reference::typed(typed),
            });
            let found = ask(backend, content)?.target;
            query.target = found.map(|found| (found.kind, Wanted::Is(found.at)));
        }
        Ok(())
    }

    /// What `--billed` and `--unbilled` mean on this service.
    fn billing(&mut self, args: &RemoteListArgs, backend: &dyn Backend) {
        let query = &mut self.query;
        if args.filters.billed {
            self.is_nothing |= !narrow(&mut query.statuses, &[Status::Billed]);
        } else if args.filters.unbilled {
            let unbilled = backend.unbilled();
            let a = narrow(&mut query.statuses, unbilled.statuses);
            let b = narrow::<Billable>(&mut query.billable, unbilled.billable);
            self.is_nothing |= !(a && b);
        }
    }
}

/// Leaves of what was asked for what may be as well; false where nothing is left. An empty
/// list stands for everything.
fn narrow<T: Copy + PartialEq>(asked: &mut Vec<T>, may_be: &[T]) -> bool {
    if may_be.is_empty() {
        return true;
    }
    if asked.is_empty() {
        asked.extend_from_slice(may_be);
        return true;
    }
    asked.retain(|it| may_be.contains(it));
    !asked.is_empty()
}

/// Whether a target is a field beside the project there.
fn is_field(kind: BackendKind, target: TargetKind) -> bool {
    target == TargetKind::Task && !takes_target(kind, target) && backend_knows(kind, "task")
}

fn days(
    args: &RemoteListArgs,
    named: Named,
    desk: &Desk,
    query: &mut RemoteQuery,
) -> anyhow::Result<()> {
    let setting = desk.setting();
    let filters = &args.filters;
    if let Some(period) = &args.period {
        let days = when::period(period, &setting)?;
        (query.first_day, query.last_day) = (Some(days.from), Some(days.to));
    } else if filters.from.is_none() && filters.to.is_none() && !filters.running && !named.window {
        let today = setting.today();
        query.first_day = today.checked_sub_days(Days::new(USUAL - 1));
        query.last_day = Some(today);
    }
    if let Some(from) = &filters.from {
        match when::from_bound(from, &setting)? {
            Bound::Day(day) => query.first_day = query.first_day.max(Some(day)),
            Bound::Instant(at) => query.from = Some(at),
        }
    }
    if let Some(to) = &filters.to {
        match when::to_bound(to, &setting)? {
            Bound::Day(day) => {
                query.last_day = Some(query.last_day.map_or(day, |last| last.min(day)));
            }
            Bound::Instant(at) => query.to = Some(at),
        }
    }
    Ok(())
}

fn blank() -> Content {
    Content::blank(chrono::NaiveDate::MIN, "UTC", BookedAs::Date)
}

/// A name or number as the service knows it.
pub(in crate::cmd) fn settled(
    backend: &dyn Backend,
    slot: fn(&mut Content) -> &mut Option<Reference>,
    typed: &str,
) -> anyhow::Result<Reference> {
    let mut content = blank();
    *slot(&mut content) = Some(Reference::typed(typed));
    let mut content = ask(backend, content)?;
    Ok(slot(&mut content)
        .take()
        .unwrap_or_else(|| Reference::typed(typed)))
}

fn ask(backend: &dyn Backend, content: Content) -> Result<Content, BackendError> {
    let mut outgoing = Outgoing {
        key: Key::new(0, [0; 10]),
        revision: 0,
        content,
        mailing: Mailing::default(),
        marked: false,
    };
    let resolved = backend.resolve(&mut outgoing);
    resolved.map_err(|error| match error.kind {
        ErrorKind::Invalid(_) => BackendError {
            help: "check the name or number, or leave the filter out".to_owned(),
            ..error
        },
        _ => error,
    })?;
    Ok(outgoing.content)
}
