//! What totals can be grouped by.

use super::status::words;

words! {
    /// A side of an entry that its time is added up by.
    By {
        /// The ticket it is charged to, of service or project.
        Ticket = "ticket",
        /// The project.
        Project = "project",
        /// The client.
        Client = "client",
        /// The service.
        Service = "service",
        /// The date it belongs to.
        Day = "day",
        /// The week of that date.
        Week = "week",
        /// The month of that date.
        Month = "month",
        /// The work type.
        WorkType = "work-type",
        /// The work role.
        WorkRole = "work-role",
        /// Each of its tags.
        Tag = "tag",
        /// The billable option.
        Billable = "billable",
        /// The profile that delivers it.
        Profile = "profile",
        /// Where it stands on its way to the invoice.
        Status = "status",
    }
}

impl By {
    /// Whether it is a stretch of time: such rows stand in order of time.
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month)
    }
}
