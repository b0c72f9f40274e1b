//! How the service behaves where its facts leave a choice.
//!
//! The defaults are what was measured or documented; where nobody has seen anything
//! they are the outcome that is harder on a client.

use chrono_tz::Tz;

use super::{oauth, seed};

/// base: the shapes in which answers and errors come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Who one is.
    Identity,
    /// Time tracking, timers, projects, services: bare.
    Business,
    /// Tasks and clients: in `response`.
    Accounting,
    /// Tokens.
    OAuth,
}

/// update: what becomes of what a PUT does not send. That references go was reported
/// twice; of the rest nobody says anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lost {
    /// Everything that can be written is as if it had just been made.
    #[default]
    Everything,
    /// Client, project, service and task are gone, the rest stays.
    References,
    /// Nothing is lost.
    Nothing,
}

/// oauth: when a refresh token that has been used stops to work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Old {
    /// With its use: an answer that is lost cannot be asked for again.
    #[default]
    DiesAtOnce,
    /// As soon as one of the tokens that came of it is used.
    DiesWithTheNew,
}

/// list: what more than a hundred rows on a page are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PerPage {
    /// A hundred.
    #[default]
    Clamped,
    /// 422.
    Refused,
}

/// In which order entries come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest start first, as measured.
    #[default]
    NewestFirst,
    /// The earliest start first.
    OldestFirst,
    /// Without any sense, but the same each time.
    Scrambled,
}

/// services: what the list of a business was seen to answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Services {
    /// All of them.
    #[default]
    List,
    /// None, though projects have some.
    Empty,
    /// A map by id within `result`.
    Map,
}

/// errors: the words of a 401.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unauthorized {
    /// `error` and `error_description`.
    #[default]
    Unauthenticated,
    /// `message` alone.
    Message,
}

/// An application that may ask for tokens.
#[derive(Debug, Clone)]
pub struct Application {
    /// Its identity.
    pub client_id: String,
    /// Its secret; long and odd.
    pub client_secret: String,
    /// Where codes may be sent, letter by letter.
    pub redirect_uris: Vec<String>,
    /// The scopes that are switched on for it; also what it gets without asking.
    pub scopes: Vec<String>,
}

/// How the service behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; 0 for any free one.
    pub port: u16,
    /// Now, UTC seconds; none for the machine's clock.
    pub now: Option<i64>,

    /// The application that may ask for tokens.
    pub application: Application,
    /// Who sits before the page that asks for consent.
    pub consents_as: i64,
    /// Whether that person says no.
    pub denies: bool,
    /// How long a code lives, in seconds.
    pub code_life: i64,
    /// How long an access token lives, in seconds.
    pub token_life: i64,
    /// When a used refresh token dies.
    pub old_refresh: Old,
    /// Whether using a dead refresh token again ends the login it was part of.
    pub reuse_ends_login: bool,
    /// Whether another login of the same person ends the refresh tokens before it.
    pub login_ends_others: bool,
    /// Whether a refresh ends the access token before it.
    pub refresh_ends_access: bool,
    /// Whether a refresh must name the redirect.
    pub refresh_needs_redirect: bool,
    /// Whether token answers carry `id_token` and `direct_buy_tokens` too.
    pub more_in_tokens: bool,

    /// What a PUT that does not send something does to it.
    pub lost_by_put: Lost,
    /// Whether a billed entry is neither changed nor deleted.
    pub locks_billed: bool,
    /// The status of that refusal.
    pub billed_status: u16,
    /// Whether `billed` may be written by a client.
    pub billed_writable: bool,
    /// Whether an entry may be booked for somebody else by an owner.
    pub books_for_others: bool,
    /// Whether clients, projects, services and tasks must be there.
    pub checks_references: bool,
    /// Whether an entry without a client gets its project's.
    pub fills_client: bool,
    /// `billable` of an entry that does not say.
    pub billable_unsaid: Option<bool>,
    /// The zone of an entry that does not say; none leaves the local fields empty.
    pub zone_unsaid: Option<Tz>,
    /// Whether `local_timezone` of a request is heeded.
    pub keeps_zone: bool,
    /// Whether entries have `local_started_at` and `local_timezone` at all.
    pub local_fields: bool,
    /// Whether an offset other than `Z` is refused.
    pub refuses_offsets: bool,
    /// Whether a logged entry of no length is taken.
    pub takes_empty: bool,
    /// Whether more than 24 hours are refused.
    pub refuses_long_days: bool,
    /// Whether two entries of a person may not overlap.
    pub refuses_overlap: bool,
    /// Whether complete or inactive projects take no time.
    pub refuses_closed_projects: bool,
    /// The most letters in a note.
    pub note_limit: Option<usize>,
    /// Whether keys that nobody knows are refused in a body.
    pub refuses_unknown_keys: bool,
    /// Whether a timer gets an identity though the request has no `timer`.
    pub timer_without_asking: bool,
    /// Whether logging a timer rounds to the minute.
    pub timer_rounds: bool,

    /// Whether a deleted entry can still be read by its id, inactive.
    pub shows_deleted: bool,
    /// Whether a PUT on a deleted entry brings it back; else it is 404.
    pub put_revives: bool,
    /// Whether deleting again is 204; else it is 404.
    pub deletes_again: bool,

    /// The order of a list of entries.
    pub order: Order,
    /// More than a hundred rows on a page.
    pub per_page: PerPage,
    /// Whether `project_id` narrows a list of entries; measured, not documented.
    pub filters_project: bool,
    /// Whether `task_id`, `service_id` and `active` narrow it too; unverified.
    pub filters_more: bool,
    /// Whether `total` and `pages` count entries of others that the list does not have.
    pub counts_unseen: bool,
    /// What the list of services is.
    pub services: Services,
    /// Whether projects of a list have services only with `include[]=services`.
    pub services_on_request: bool,

    /// The words of a 401.
    pub unauthorized: Unauthorized,
    /// Whether accounting words its errors in the newer way: `code`, `message`, `details`.
    pub newer_errors: bool,
    /// Whose errors come with status 200 (but 401 and 429).
    pub disguised: Vec<Family>,
    /// Requests in a minute; none for no limit. Nobody publishes one.
    pub rate_limit: Option<i64>,
    /// Whether answers have rate headers, `Retry-After` among them, also a 200.
    pub rate_headers: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            now: None,
            application: Application {
                client_id: "app-5b2e".to_owned(),
                client_secret: "fb-app-secret-7hQx29sandbox".to_owned(),
                redirect_uris: vec!["https://localhost/callback".to_owned()],
                scopes: oauth::SCOPES.map(str::to_owned).to_vec(),
            },
            consents_as: seed::ADA,
            denies: false,
            code_life: 300,
            token_life: 43_200,
            old_refresh: Old::DiesAtOnce,
            reuse_ends_login: false,
            login_ends_others: true,
            refresh_ends_access: false,
            refresh_needs_redirect: true,
            more_in_tokens: true,
            lost_by_put: Lost::Everything,
            locks_billed: true,
            billed_status: 422,
            billed_writable: true,
            books_for_others: true,
            checks_references: true,
            fills_client: false,
            billable_unsaid: Some(true),
            zone_unsaid: Some(chrono_tz::America::Toronto),
            keeps_zone: true,
            local_fields: true,
            refuses_offsets: false,
            takes_empty: false,
            refuses_long_days: false,
            refuses_overlap: false,
            refuses_closed_projects: false,
            note_limit: None,
            refuses_unknown_keys: false,
            timer_without_asking: false,
            timer_rounds: true,
            shows_deleted: true,
            put_revives: false,
            deletes_again: false,
            order: Order::NewestFirst,
            per_page: PerPage::Clamped,
            filters_project: true,
            filters_more: false,
            counts_unseen: false,
            services: Services::List,
            services_on_request: false,
            unauthorized: Unauthorized::Unauthenticated,
            newer_errors: false,
            disguised: Vec::new(),
            rate_limit: None,
            rate_headers: true,
        }
    }
}
