//! Background work of invitations.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::InvitationId;
use crate::{members::MemberId, queue::Job};

/// An invitation is to be sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendInvitation {
    pub invitation: InvitationId,
    /// With this link, unless it has another by now.
    pub link: Uuid,
}

impl Job for SendInvitation {
    const QUEUE: &'static str = "invitations.send";
}

/// These were members where their company was exported, and are to be invited now that it is back.
#[derive(Debug, Serialize, Deserialize)]
pub struct InviteBack {
    pub members: Vec<MemberId>,
}

impl Job for InviteBack {
    const QUEUE: &'static str = "invitations.back";
}
