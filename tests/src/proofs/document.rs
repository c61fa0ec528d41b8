//! The OpenAPI document as the proofs read it: operations, where each takes an id, and which fields its body has.

use poem::http::Method;
use serde_json::Value;

use crate::TestApp;

pub struct Document(Value);

pub struct Operation {
    pub id: String,
    pub method: Method,
    /// Below `/api/v1`, such as `/clients/{id}`.
    pub path: String,
    /// The kind of token that it wants, by its name in the document.
    pub scheme: Option<String>,
    pub parameters: Vec<Parameter>,
    /// The schema of its body, and that schema's example.
    pub body: Option<(Value, Value)>,
    /// The example of the form that it takes instead.
    pub form: Option<Value>,
}

impl Operation {
    /// Whether it ends the company or shuts its pages, or ends a session that others may need.
    pub fn is_final(&self) -> bool {
        let ends = [
            "close_company",
            "end_my_other_sessions",
            "sign_out_customer",
            "sign_out_operator",
            "suspend_company",
            "unverify_company",
        ];
        ends.contains(&&*self.id)
    }
}

pub struct Parameter {
    /// `path`, `query` or `header`.
    pub place: String,
    pub name: String,
    pub required: bool,
    pub schema: Value,
}

/// A place in a request where an operation takes the id of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    pub place: Place,
    /// What the id is of: the name of its table.
    pub kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Path(String),
    Query(String),
    /// A field of the body, by its path (`a.b[0].c`).
    Body(String),
}

/// A field of a body, however deep.
pub struct Field {
    /// As errors name it: `a.b[0].c`.
    pub path: String,
    pub schema: Value,
}

impl Field {
    /// As `serde_json` finds it: `/a/b/0/c`.
    pub fn pointer(&self) -> String {
        pointer(&self.path)
    }
}

pub fn pointer(path: &str) -> String {
    format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"))
}

/// What an id stands for: the collection before it in a path, the word before `_id` elsewhere. A kind that is not here yet
/// is for whoever adds it to add, here and to `World`.
fn kind(operation: &str, name: &str) -> &'static str {
    match name {
        "actor_id" => "users",
        "assets" | "asset_id" => "assets",
        "bookings" | "booking_id" => "bookings",
        "locations" | "location_id" => "locations",
        "messages" => "messages that failed",
        "notifications" => "notifications",
        "recipients" => "members who read reports",
        "report-schedules" if operation == "delete_report_schedule" => "unused report schedules",
        "report-schedules" => "report_schedules",
        "reports" if operation == "delete_report" => "unused reports",
        "reports" => "reports",
        "resources" => "resources",
        "maintenance" if operation.ends_with("_location_maintenance") => "maintenance of a location",
        "maintenance" => "maintenance of a resource",
        "time-entries" if operation == "delete_time_entry" => "unused time entries",
        "time-entries" => "time_entries",
        "time-off" => "time off",
        "clients" if operation == "erase_client" => "clients who are archived",
        "clients" | "client_id" => "clients",
        "companies" | "company_id" => "companies",
        "services" if operation == "delete_service" => "unused services",
        "holidays" => "holidays",
        "services" | "service_id" | "further_service_ids" | "row_id" => "services",
        "ids" if operation == "order_services" => "services",
        "ids" => "services in the category",
        "service-categories" if operation == "delete_service_category" => "unused categories",
        "service-categories" | "category_id" => "service_categories",
        "addons" if operation == "delete_addon" => "unused add-ons",
        "addons" | "addon_ids" => "addons",
        "service-types" if operation == "delete_service_type" => "unused service types",
        "service-types" | "service_type_id" => "service_types",
        "staff_id" if ["create_invitation", "assign_booking"].contains(&operation) => "staff who are no members",
        "sessions" => "sessions",
        "shifts" => "shifts",
        "staff" | "staff_id" => "staff",
        "member_id" if operation == "create_staff" => "members who are no staff",
        "members" if operation == "erase_member" => "members who were removed",
        "members" | "member_id" => "memberships",
        "invitations" => "invitations",
        "roles" => "roles",
        "api-keys" => "api_keys",
        "webhooks" if operation == "delete_webhook" => "unused webhooks",
        "webhooks" => "webhooks",
        "exports" => "exports",
        "deliveries" => "webhook_deliveries",
        _ => panic!("{operation} takes a new kind of id, `{name}`: say in proofs/document.rs what it is of"),
    }
}

impl Document {
    /// As this installation serves it.
    pub fn of(app: &TestApp) -> Self {
        Self(serde_json::from_str(&frontdesk::api::service(&app.app).spec()).expect("the document is JSON"))
    }

    /// Every operation, by id.
    pub fn operations(&self) -> Vec<Operation> {
        let paths = self.0["paths"].as_object().expect("paths").iter();
        let each = paths.flat_map(|(path, methods)| {
            methods.as_object().expect("methods").iter().map(move |(method, operation)| (path, method, operation))
        });
        let mut operations: Vec<_> =
            each.map(|(path, method, operation)| self.operation(path, method, operation)).collect();
        operations.sort_by(|a, b| a.id.cmp(&b.id));
        operations
    }

    fn operation(&self, path: &str, method: &str, operation: &Value) -> Operation {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(|parameter| Parameter {
            place: text(&parameter["in"]),
            name: text(&parameter["name"]),
            required: parameter["required"] == true,
            schema: self.resolve(&parameter["schema"]),
        });
        let body = operation.pointer("/requestBody/content/application~1json/schema").map(|schema| {
            let schema = self.resolve(schema);
            let example = schema["example"].clone();
            (schema, example)
        });
        let form = operation.pointer("/requestBody/content/application~1x-www-form-urlencoded/schema");
        Operation {
            form: form.map(|schema| self.resolve(schema)["example"].clone()),
            id: text(&operation["operationId"]),
            method: method.to_uppercase().parse().expect("a method"),
            path: path.into(),
            scheme: operation["security"][0].as_object().and_then(|scheme| scheme.keys().next().cloned()),
            parameters: parameters.collect(),
            body,
        }
    }

    /// A schema without its references.
    fn resolve(&self, schema: &Value) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let pointer = reference.trim_start_matches('#');
            return self.resolve(self.0.pointer(pointer).expect("a reference leads somewhere"));
        }
        match schema["allOf"].as_array().and_then(|parts| parts.iter().find(|part| part.get("$ref").is_some())) {
            Some(part) => self.resolve(part),
            None => schema.clone(),
        }
    }

    /// The fields of a body, those of nested objects and of the first item of each list among them.
    pub fn fields(&self, schema: &Value) -> Vec<Field> {
        let mut found = Vec::new();
        self.collect(schema, "", &mut found);
        found
    }

    fn collect(&self, schema: &Value, prefix: &str, found: &mut Vec<Field>) {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let schema = self.resolve(property);
            let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
            self.collect(&schema, &path, found);
            if schema["type"] == "array" {
                self.collect(&self.resolve(&schema["items"]), &format!("{path}[0]"), found);
            }
            found.push(Field { path, schema });
        }
    }

    /// Every place where an operation takes the id of something.
    pub fn ids(&self, operation: &Operation) -> Vec<Id> {
        let is_id = |schema: &Value| schema["format"] == "uuid";
        let mut ids = Vec::new();
        for parameter in operation.parameters.iter().filter(|parameter| is_id(&parameter.schema)) {
            let name = parameter.name.clone();
            ids.push(match parameter.place.as_str() {
                "path" => {
                    let before = operation.path.split(&format!("/{{{name}}}")).next().unwrap_or_default();
                    let collection = before.rsplit('/').next().unwrap_or_default();
                    Id { place: Place::Path(name), kind: kind(&operation.id, collection) }
                }
                _ => Id { kind: kind(&operation.id, &name), place: Place::Query(name) },
            });
        }
        let fields = operation.body.iter().flat_map(|(schema, _)| self.fields(schema));
        for field in fields.filter(|field| is_id(&field.schema) || is_id(&self.resolve(&field.schema["items"]))) {
            let name = field.path.rsplit('.').next().unwrap_or_default().to_owned();
            ids.push(Id { kind: kind(&operation.id, &name), place: Place::Body(field.path) });
        }
        ids
    }
}
