//! Decides what a role may do: casbin decides once for each role, after that it is a look into a map.

use std::collections::HashMap;

use anyhow::Context;
use casbin::{CoreApi, DefaultModel, Enforcer, StringAdapter};

use super::{Permission, Role};
use crate::companies::CompanyId;

const MODEL: &str = include_str!("../../policies/model.conf");
/// The policy that is part of the program, as text.
pub const TABLE: &str = include_str!("../../policies/policy.csv");

/// How far a permission goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every row of the company.
    All,
    /// The caller's own rows; which these are, row-level security says.
    Own,
}

impl Reach {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Own => "own",
        }
    }
}

/// What a role may do, and how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights(HashMap<Permission, Reach>);

impl Rights {
    /// How far `permission` goes; `None`: not at all.
    pub fn reach(&self, permission: Permission) -> Option<Reach> {
        self.0.get(&permission).copied()
    }

    /// Whether whoever has these may hand `others` on: nobody gives what they have not got.
    pub fn cover(&self, others: &Self) -> bool {
        others.0.iter().all(|(permission, reach)| match self.reach(*permission) {
            Some(Reach::All) => true,
            Some(Reach::Own) => *reach == Reach::Own,
            None => false,
        })
    }

    /// These, as far as a key is for them.
    pub fn only(self, words: &[String]) -> Self {
        let narrowed = |(permission, reach): (Permission, Reach)| Some((permission, narrow(permission, reach, words)?));
        Self(self.0.into_iter().filter_map(narrowed).collect())
    }

    /// What they are in words, in the order of the vocabulary.
    pub fn words(&self) -> Vec<String> {
        let word = |permission: &Permission| Some(permission.word(self.reach(*permission)?));
        Permission::ALL.iter().filter_map(word).collect()
    }
}

/// How far a permission that reaches so far goes with a key that is for `words`.
pub fn narrow(permission: Permission, reach: Reach, words: &[String]) -> Option<Reach> {
    let mut meant = words.iter().filter_map(|word| Permission::parse(word));
    let (_, meant) = meant.find(|(known, _)| *known == permission && known.is_for_keys())?;
    Some(if meant == Reach::Own { Reach::Own } else { reach })
}

/// The table role × permission.
pub struct Policy {
    built_in: HashMap<&'static str, Rights>,
}

impl Policy {
    /// The policy that is part of the program.
    pub async fn load() -> anyhow::Result<Self> {
        Self::read(TABLE).await
    }

    /// One casbin decision costs hundreds of microseconds, so each role's are made here, once.
    pub async fn read(table: &str) -> anyhow::Result<Self> {
        let lines: Vec<_> = table.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let enforcer = enforcer(&lines.join("\n")).await.context("policies/policy.csv")?;
        let roles = ["admin", "manager", "employee", "operator"];
        let built_in = roles.into_iter().map(|role| (role, rights(&enforcer, role, "*"))).collect();
        Ok(Self { built_in })
    }

    /// What a role may do that every company has; `None` for a company's own.
    pub fn built_in(&self, role: &Role) -> Option<&Rights> {
        if matches!(role, Role::Custom(_)) {
            return None; // `operator` is in the table too, and is no role of a company's
        }
        self.built_in.get(role.as_str())
    }

    /// What an operator may do.
    pub fn operator(&self, permission: Permission) -> bool {
        self.built_in.get("operator").is_some_and(|rights| rights.reach(permission).is_some())
    }

    /// What a company's own role may do, by its permissions in words; a word that is not known any more gives nothing.
    pub async fn custom(company: CompanyId, key: &str, words: &[String]) -> anyhow::Result<Rights> {
        let line = |word: &String| {
            let (permission, reach) = Permission::parse(word)?;
            let (object, action) = (permission.object(), permission.action());
            Some(format!("p, {key}, {company}, {object}, {action}, {}", reach.as_str()))
        };
        let lines: Vec<_> = words.iter().filter_map(line).collect();
        if lines.is_empty() {
            return Ok(Rights::default());
        }
        Ok(rights(&enforcer(&lines.join("\n")).await?, key, &company.to_string()))
    }
}

async fn enforcer(lines: &str) -> anyhow::Result<Enforcer> {
    let model = DefaultModel::from_str(MODEL).await.context("policies/model.conf")?;
    Ok(Enforcer::new(model, StringAdapter::new(lines)).await?)
}

fn rights(enforcer: &Enforcer, role: &str, company: &str) -> Rights {
    let allowed = |permission: Permission, reach: Reach| {
        let request = (role, company, permission.object(), permission.action(), reach.as_str());
        enforcer.enforce(request).unwrap_or(false)
    };
    let reach = |permission| [Reach::All, Reach::Own].into_iter().find(|reach| allowed(permission, *reach));
    Rights(Permission::ALL.iter().filter_map(|&permission| Some((permission, reach(permission)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_employee_reads_own_clients_and_changes_no_service() {
        let policy = Policy::load().await.expect("the policy reads");
        let reach = |role: Role, permission| policy.built_in(&role).and_then(|rights| rights.reach(permission));

        assert_eq!(reach(Role::Employee, Permission::ClientsRead), Some(Reach::Own));
        assert_eq!(reach(Role::Employee, Permission::ServicesUpdate), None);
        assert_eq!(reach(Role::Admin, Permission::CompanyUpdate), Some(Reach::All));
        assert_eq!(reach(Role::Admin, Permission::PlatformCompaniesRead), None);
    }

    #[tokio::test]
    async fn a_role_of_a_company_may_what_its_words_say() {
        let words = ["bookings:read", "clients:read:own", "gone:read"].map(str::to_owned);

        let rights = Policy::custom(CompanyId::new(), "booking_manager", &words).await.expect("rights");

        assert_eq!(rights.words(), ["clients:read:own", "bookings:read"]);
    }

    #[tokio::test]
    async fn nobody_hands_on_what_they_have_not_got() {
        let policy = Policy::load().await.expect("the policy reads");
        let [admin, manager, employee] = Role::BUILT_IN.map(|role| policy.built_in(&role).expect("rights").clone());

        assert!(admin.cover(&manager) && manager.cover(&employee));
        assert!(!manager.cover(&admin) && !employee.cover(&manager));
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
