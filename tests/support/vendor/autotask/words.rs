//! What a refusal says. The texts of most of them are known to nobody outside: those
//! that were reported are word for word, the others say the same as the vendor's page.

/// The text of a broken rule.
pub(super) fn of(rule: &str) -> &'static str {
    match rule {
        "autotask/hours" => {
            "The value of hoursWorked must be greater than 0 and less than or equal to 24."
        }
        "autotask/start-before-end" => "StartDateTime must be earlier than EndDateTime.",
        "autotask/one-parent" => "A TimeEntry cannot be associated with both a Ticket and a Task.",
        "autotask/utc-midnight" => "Time entries may not span over midnight.",
        "autotask/sheet-status" => {
            "The time sheet of this period has been submitted or approved; time cannot be added or deleted."
        }
        "autotask/frozen-when-submitted" => {
            "This field cannot be edited while the time sheet is submitted."
        }
        "autotask/approved-and-posted" => {
            "The time entry has been approved and posted and cannot be changed."
        }
        "autotask/proxy" => {
            "The logged in Resource does not have the adequate permissions to create this TimeEntry."
        }
        "autotask/ticket-assigned" | "autotask/task-permission" => {
            "The logged in Resource does not have the adequate permissions to enter time on this item."
        }
        "autotask/project-template" => "Time cannot be entered on a project of this type.",
        "autotask/start-stop-required" => {
            "StartDateTime and EndDateTime are required for tasks of this project."
        }
        "autotask/complete-ticket" => "Time cannot be entered on a completed ticket.",
        "autotask/complete-task" => "Time cannot be entered on a completed task.",
        "autotask/summary-notes" => "Missing required field: summaryNotes.",
        "autotask/note-length" => "The text of a note exceeds the maximum length of 32000.",
        "autotask/role-required" => "Missing required field: roleID.",
        "autotask/role-valid" | "autotask/role-active" => {
            "The given resource and role combination is not valid or not active."
        }
        "autotask/role-assigned" => {
            "The roleID must be the assigned resource role of the ticket or task."
        }
        "autotask/general-code" => {
            "InternalBillingCodeID must be an active internal or general activity."
        }
        "autotask/time-off-codes" => {
            "The given internal billing code cannot be used for regular time."
        }
        "autotask/general-non-billable" => {
            "Time that is not associated with a Task or Ticket must be non-billable and is not shown on an invoice."
        }
        "autotask/work-type" => {
            "The given allocation code is not an active general allocation code."
        }
        "autotask/contract-needs-parent" => "A contract requires a ticketID or taskID.",
        "autotask/contract-service" => {
            "A contract service or service bundle requires a contract, and there can be one of the two."
        }
        "autotask/contract-active" => {
            "The contract is not active for the company of the ticket or task, or its parent."
        }
        "autotask/billing-permission" => {
            "The logged in Resource does not have the adequate permissions to set billing information."
        }
        "autotask/invoice-flag" => "ShowOnInvoice cannot be true for a contract of this type.",
        _ => "The request could not be processed.",
    }
}
