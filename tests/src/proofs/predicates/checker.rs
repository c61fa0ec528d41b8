//! Reads a query and finds the references to company tables that do not say whose rows they want.

use std::ops::ControlFlow;

use sqlparser::{
    ast::{
        BinaryOperator, Expr, FromTable, Insert, JoinConstraint, JoinOperator, ObjectName, Select, Statement,
        TableFactor, TableObject, TableWithJoins, UpdateTableFromKind, Value, Visit, Visitor,
    },
    dialect::PostgreSqlDialect,
    parser::Parser,
};

/// How many references to company tables a query has, and which of them lack their predicate.
pub fn missing(sql: &str, tables: &[&str]) -> (usize, Vec<String>) {
    let sql = &sql.replace("for no key update", "for update"); // the weaker lock is one that the parser has not heard of
    let statements = Parser::parse_sql(&PostgreSqlDialect {}, sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
    let mut reader = Reader { tables, named: 0, looked_at: 0, missing: Vec::new() };
    let _ = statements.visit(&mut reader);
    if reader.named != reader.looked_at {
        let (named, looked_at) = (reader.named, reader.looked_at);
        reader.missing.push(format!("{named} references, of which only {looked_at} stand where they can be judged"));
    }
    (reader.named, reader.missing)
}

struct Reader<'a> {
    tables: &'a [&'a str],
    /// Wherever a table is named at all; all of these must have been looked at.
    named: usize,
    looked_at: usize,
    missing: Vec<String>,
}

impl Visitor for Reader<'_> {
    type Break = ();

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<()> {
        self.named += usize::from(self.company_table(relation).is_some());
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.judge(&select.from, select.selection.as_ref());
        ControlFlow::Continue(())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        match statement {
            Statement::Insert(insert) => self.judge_insert(insert),
            Statement::Update(update) => {
                let mut from = vec![update.table.clone()];
                match &update.from {
                    Some(UpdateTableFromKind::BeforeSet(more) | UpdateTableFromKind::AfterSet(more)) => {
                        from.extend(more.iter().cloned());
                    }
                    None => {}
                }
                self.judge(&from, update.selection.as_ref());
            }
            Statement::Delete(delete) => {
                let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
                let from = [&from[..], delete.using.as_deref().unwrap_or_default()].concat();
                self.judge(&from, delete.selection.as_ref());
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

impl Reader<'_> {
    fn company_table(&self, name: &ObjectName) -> Option<String> {
        let last = name.0.last()?.as_ident()?.value.to_lowercase();
        let ours = name.0.len() == 1 || name.0[0].as_ident().is_some_and(|schema| schema.value == "public");
        (ours && self.tables.contains(&last.as_str())).then_some(last)
    }

    fn judge_insert(&mut self, insert: &Insert) {
        let TableObject::TableName(name) = &insert.table else { return };
        let Some(table) = self.company_table(name) else { return };
        self.looked_at += 1;
        let column = if table == "companies" { "id" } else { "company_id" };
        let says =
            |name: &ObjectName| name.0.last().and_then(|part| part.as_ident()).is_some_and(|one| one.value == column);
        if !insert.columns.iter().any(says) {
            self.missing.push(format!("insert into {table} names no {column}"));
        }
    }

    fn judge(&mut self, from: &[TableWithJoins], selection: Option<&Expr>) {
        let mut facts = Vec::new();
        selection.into_iter().for_each(|condition| conjuncts(condition, &mut facts));
        let joins = from.iter().flat_map(|table| &table.joins);
        joins.clone().filter_map(|join| condition(&join.join_operator)).for_each(|one| conjuncts(one, &mut facts));
        let factors = from.iter().map(|table| &table.relation).chain(joins.map(|join| &join.relation));
        for factor in factors {
            let TableFactor::Table { name, alias, .. } = factor else { continue };
            let Some(table) = self.company_table(name) else { continue };
            self.looked_at += 1;
            let called = alias.as_ref().map_or(table.clone(), |alias| alias.name.value.clone());
            let column = if table == "companies" { "id" } else { "company_id" };
            if !facts.iter().any(|fact| says(fact, &called, column)) {
                self.missing.push(format!("{table} as {called} has no {column} = $n"));
            }
        }
    }
}

fn condition(operator: &JoinOperator) -> Option<&Expr> {
    match operator {
        JoinOperator::Join(JoinConstraint::On(on))
        | JoinOperator::Inner(JoinConstraint::On(on))
        | JoinOperator::Left(JoinConstraint::On(on))
        | JoinOperator::LeftOuter(JoinConstraint::On(on)) => Some(on),
        _ => None,
    }
}

/// What must all be true for the whole to be: `or` and `not` say nothing.
fn conjuncts<'a>(condition: &'a Expr, facts: &mut Vec<&'a Expr>) {
    match condition {
        Expr::BinaryOp { left, op: BinaryOperator::And, right } => {
            conjuncts(left, facts);
            conjuncts(right, facts);
        }
        Expr::Nested(inner) => conjuncts(inner, facts),
        other => facts.push(other),
    }
}

/// `called.column = $n`, or the column alone.
fn says(fact: &Expr, called: &str, column: &str) -> bool {
    let Expr::BinaryOp { left, op: BinaryOperator::Eq, right } = fact else { return false };
    let placeholder = |side: &Expr| matches!(side, Expr::Value(value) if matches!(value.value, Value::Placeholder(_)));
    let names = |side: &Expr| match side {
        Expr::Identifier(name) => name.value == column,
        Expr::CompoundIdentifier(parts) => {
            matches!(&parts[..], [table, name] if table.value == called && name.value == column)
        }
        _ => false,
    };
    (names(left) && placeholder(right)) || (placeholder(left) && names(right))
}

#[cfg(test)]
mod tests {
    use super::missing;

    const TABLES: [&str; 4] = ["companies", "clients", "bookings", "staff"];

    #[track_caller]
    fn good(sql: &str, references: usize) {
        assert_eq!(missing(sql, &TABLES), (references, vec![]), "{sql}");
    }

    #[track_caller]
    fn bad(sql: &str) {
        assert_eq!(missing(sql, &TABLES).1.len(), 1, "{sql}");
    }

    #[test]
    fn queries_that_say_whose_rows_they_want_are_good() {
        good("select id from clients where company_id = $1 and id = $2", 1);
        good("select name from companies where id = $1", 1);
        good(
            "select 1 from bookings b join clients c on c.company_id = $1 and c.id = b.client_id where b.company_id = $1",
            2,
        );
        good(
            "select 1 from clients c left join staff s on (s.company_id = $1 and s.id = c.id) where $1 = c.company_id",
            2,
        );
        good("select (select count(*) from bookings b where b.company_id = $1) from users u where u.id = $2", 1);
        good("insert into clients (company_id, id) values ($1, $2)", 1);
        good("insert into staff (company_id, id) select c.id, $2 from companies c where c.id = $1", 2);
        good("update clients set name = $3 where company_id = $1 and id = $2 returning id", 1);
        good("delete from clients where company_id = $1", 1);
        good("with c as (select id from clients where company_id = $1) select * from c", 1);
    }

    #[test]
    fn queries_that_do_not_are_bad() {
        bad("select id from clients where id = $2");
        bad("select id from clients where company_id = $1 or id = $2");
        bad("select id from clients where not (company_id = $1)");
        bad("select id from clients where company_id <> $1");
        bad("select id from clients where company_id = company_id");
        bad("select name from companies where company_id = $1");
        bad("select 1 from bookings b join clients c on c.id = b.client_id where b.company_id = $1");
        bad("select 1 from bookings b join clients c on c.company_id = b.company_id where b.company_id = $1");
        bad("select 1 from bookings b, public.clients c where b.company_id = $1");
        bad(
            "select 1 from bookings b where b.company_id = $1 and exists (select from clients c where c.id = b.client_id)",
        );
        bad("select 1 from clients where company_id = $1 union select 1 from clients");
        bad("select 1 from (select id from clients) c");
        bad("insert into clients (id) values ($2)");
        bad("insert into staff (company_id, id) select $1, id from clients");
        bad("update clients set name = $3 where id = $2");
        bad("update clients c set name = $3 from staff s where c.company_id = $1");
        bad("delete from clients");
        bad("delete from clients c using staff s where c.company_id = $1");
        bad("with gone as (delete from clients returning id) select * from gone");
    }
}
