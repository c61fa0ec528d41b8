//! What things are called that numbers are about.

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use crate::{db::TenantTx, error::Result};

/// Staff, services and locations by id.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<Uuid, String>);

impl Names {
    pub async fn load(tx: &mut TenantTx) -> Result<Self> {
        let company = tx.company();
        let rows = sqlx::query!(
            r#"select id as "id!: Uuid", name as "name!" from staff where company_id = $1
               union all select id, name from services where company_id = $1
               union all select id, name from locations where company_id = $1"#,
            company.0
        )
        .fetch_all(tx.db())
        .await?;
        Ok(Self(rows.into_iter().map(|row| (row.id, row.name)).collect()))
    }

    /// The name as a cell; null: it is nothing's.
    pub fn cell(&self, id: Option<Uuid>) -> Value {
        id.and_then(|id| self.0.get(&id)).map_or(Value::Null, |name| name.as_str().into())
    }
}
