//! SQL on templates.

use uuid::Uuid;

use super::model::{Key, Own};
use crate::{
    db::TenantTx,
    error::{Error, Result},
    messages::{
        Kind,
        model::Channel,
        render::{Style, Wording},
    },
};

pub async fn list(tx: &mut TenantTx) -> Result<Vec<Own>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Own,
        "select kind, channel, language, subject, body, version, updated_at from message_templates where company_id = $1",
        company.0
    )
    .fetch_all(tx.db())
    .await?)
}

/// The company's own words for it, if it has any.
pub async fn find(tx: &mut TenantTx, key: Key) -> Result<Option<Own>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Own,
        "select kind, channel, language, subject, body, version, updated_at from message_templates
         where company_id = $1 and kind = $2 and channel = $3 and language = $4",
        company.0,
        key.kind.as_str(),
        key.channel.as_str(),
        key.language.code()
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Gives it these words, if `version` is still the current one: 0 where it has had none.
pub async fn put(tx: &mut TenantTx, key: Key, words: &Wording, version: i32) -> Result<Own> {
    let (company, now) = (tx.company(), tx.now());
    let put = if version == 0 {
        sqlx::query_as!(
            Own,
            "insert into message_templates (company_id, id, kind, channel, language, subject, body, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (company_id, kind, channel, language) do nothing
             returning kind, channel, language, subject, body, version, updated_at",
            company.0,
            Uuid::now_v7(),
            key.kind.as_str(),
            key.channel.as_str(),
            key.language.code(),
            words.subject,
            words.body,
            now
        )
        .fetch_optional(tx.db())
        .await?
    } else {
        sqlx::query_as!(
            Own,
            "update message_templates set subject = $5, body = $6, updated_at = $7, version = version + 1
             where company_id = $1 and kind = $2 and channel = $3 and language = $4 and version = $8
             returning kind, channel, language, subject, body, version, updated_at",
            company.0,
            key.kind.as_str(),
            key.channel.as_str(),
            key.language.code(),
            words.subject,
            words.body,
            now,
            version
        )
        .fetch_optional(tx.db())
        .await?
    };
    put.ok_or(Error::Stale)
}

/// Puts Frontdesk's words back; where they stand already, nothing happens.
pub async fn delete(tx: &mut TenantTx, key: Key) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "delete from message_templates where company_id = $1 and kind = $2 and channel = $3 and language = $4",
        company.0,
        key.kind.as_str(),
        key.channel.as_str(),
        key.language.code()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// How the company writes this: its own words, if it has any, and its colour.
pub async fn style(tx: &mut TenantTx, kind: Kind, channel: Channel, language: &str) -> Result<Style> {
    let company = tx.company();
    let row = sqlx::query!(
        r#"select c.brand_color, t.subject, t.body as "body?" from companies c
           left join message_templates t
               on t.company_id = $1 and t.kind = $2 and t.channel = $3 and t.language = $4
           where c.id = $1"#,
        company.0,
        kind.as_str(),
        channel.as_str(),
        language
    )
    .fetch_one(tx.db())
    .await?;
    let subject = row.subject;
    Ok(Style { own: row.body.map(|body| Wording { subject, body }), brand_color: row.brand_color })
}
