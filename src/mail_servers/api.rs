//! The company's own mail server, for whoever sets the company up.

use poem_openapi::OpenApi;

use super::{
    MailServer,
    model::{MailServerTest, NewMailServer},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Found, IfMatch, NoContent, Written},
    mail_servers,
};

pub struct MailServersApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/company/mail-server", tag = "Tag::Company")]
impl MailServersApi {
    /// Show the company's own mail server
    ///
    /// 404 where it has none: then its mails go out by the installation's.
    #[oai(path = "/", method = "get", operation_id = "show_mail_server")]
    async fn show(&self, caller: Caller) -> Result<Written<MailServer>> {
        let mut tx = self.app.begin(&caller, Permission::MailServerRead).await?;
        Ok(Written(store::find(&mut tx).await?))
    }

    /// Have mails to clients go out by the company's own mail server
    ///
    /// All of it but the password, which stays what it is where it is absent. `If-Match` is `"0"` where there is none yet. From
    /// now on what clients are told goes out there, and by no other: where it does not take a mail, the mail is tried again for
    /// half a day. Where it does not let us in, the admins are told by mail, once. Invitations and mails about accounts go out by
    /// the installation's own. Where the installation has no key to keep secrets with: 409 `no_secret_keys`.
    #[oai(path = "/", method = "put", operation_id = "put_mail_server")]
    async fn put(
        &self,
        caller: Caller,
        #[oai(name = "If-Match")] version: IfMatch,
        new: Body<NewMailServer>,
    ) -> Result<Written<MailServer>> {
        let mut tx = self.app.begin(&caller, Permission::MailServerUpdate).await?;
        let server = mail_servers::put(&self.app, &mut tx, &new, version.0).await?;
        tx.commit().await?;
        Ok(Written(server))
    }

    /// Have mails to clients go out by the installation's mail server again
    ///
    /// Doing it twice is harmless.
    #[oai(path = "/", method = "delete", operation_id = "delete_mail_server")]
    async fn delete(&self, caller: Caller) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::MailServerUpdate).await?;
        store::delete(&mut tx).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// Send oneself a mail by the company's own mail server
    ///
    /// To one's own address, and at once: the answer says whether the server took the mail, and what it said. 409
    /// `no_mail_server` where there is none, 409 `email_not_verified` where nobody knows whether mail to that address arrives.
    /// 429 after 20 an hour.
    #[oai(path = "/test", method = "post", operation_id = "test_mail_server")]
    async fn test(&self, caller: Caller) -> Result<Found<MailServerTest>> {
        Ok(Found(mail_servers::test(&self.app, &caller).await?))
    }
}
