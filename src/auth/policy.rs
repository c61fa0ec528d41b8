//! Decides what a role may do: casbin reads `policies/`, each decision is computed once and looked up after that.

use std::{collections::HashMap, sync::OnceLock};

use anyhow::Context;
use casbin::{CoreApi, DefaultModel, Enforcer, StringAdapter};

use super::{Permission, Role};

const MODEL: &str = include_str!("../../policies/model.conf");
const TABLE: &str = include_str!("../../policies/policy.csv");

/// How far a permission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every row of the company.
    All,
    /// The caller's own rows; which these are, row-level security says.
    Own,
}

/// The table role × permission.
pub struct Policy {
    enforcer: Enforcer,
    decisions: HashMap<Role, OnceLock<Decisions>>,
}

type Decisions = HashMap<Permission, Reach>;

impl Policy {
    /// Reads the policy that is part of the program.
    pub async fn load() -> anyhow::Result<Self> {
        let model = DefaultModel::from_str(MODEL).await.context("policies/model.conf")?;
        let lines: Vec<_> = TABLE.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let adapter = StringAdapter::new(lines.join("\n"));
        let enforcer = Enforcer::new(model, adapter).await.context("policies/policy.csv")?;
        let decisions = Role::ALL.into_iter().map(|role| (role, OnceLock::new())).collect();
        Ok(Self { enforcer, decisions })
    }

    /// How far `role` may go with `permission`; `None`: not at all.
    pub fn decide(&self, role: Role, permission: Permission) -> Option<Reach> {
        let decisions = self.decisions.get(&role)?;
        decisions.get_or_init(|| self.compute(role)).get(&permission).copied()
    }

    /// One casbin decision costs hundreds of microseconds, so a role's are made together, when first asked for.
    fn compute(&self, role: Role) -> Decisions {
        let allowed = |permission: Permission, reach: &str| {
            let request = (role.as_str(), "*", permission.object(), permission.action(), reach);
            self.enforcer.enforce(request).unwrap_or(false)
        };
        let reach = |permission| {
            if allowed(permission, "all") { Some(Reach::All) } else { allowed(permission, "own").then_some(Reach::Own) }
        };
        Permission::ALL.iter().filter_map(|&permission| Some((permission, reach(permission)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_employee_reads_own_clients_and_changes_no_service() {
        let policy = Policy::load().await.expect("the policy reads");

        assert_eq!(policy.decide(Role::Employee, Permission::ClientsRead), Some(Reach::Own));
        assert_eq!(policy.decide(Role::Employee, Permission::ServicesUpdate), None);
        assert_eq!(policy.decide(Role::Admin, Permission::CompanyUpdate), Some(Reach::All));
    }

    #[tokio::test]
    async fn every_line_of_the_table_is_about_a_permission_that_exists() {
        let lines = TABLE.lines().filter(|line| line.starts_with("p,"));

        for line in lines {
            let words: Vec<_> = line.split(',').map(str::trim).collect();
            let known = Permission::ALL.iter().any(|p| p.object() == words[3] && p.action() == words[4]);
            assert!(known, "{line}");
        }
    }
}
