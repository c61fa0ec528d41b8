//! The server: routes, and what every request passes through.

use std::{cell::Cell, net::IpAddr, sync::Arc, time::Instant};

use poem::{
    Endpoint, EndpointExt, FromRequest, IntoEndpoint, IntoResponse, Request, RequestBody, Response, Route,
    endpoint::{make, make_sync},
    error::ResponseError,
    get, handler,
    http::{HeaderValue, Method, StatusCode},
    middleware::{CatchPanic, Cors},
    post,
    web::{Data, Path},
};
use tracing::Instrument;
use uuid::Uuid;

use super::{ClientAddress, docs, headers, limits::Limit, problem, receive};
use crate::{
    api,
    app::App,
    auth::token::secret_hash,
    desk,
    error::{Error, Result},
    messages::bounces,
    site,
};

tokio::task_local! {
    static CURRENT: Current;
}

struct Current {
    id: String,
    address: IpAddr,
    uncommitted: Cell<bool>,
}

/// The id of the request this runs in, for logs, audit and answers.
pub fn request_id() -> Option<String> {
    CURRENT.try_with(|current| current.id.clone()).ok()
}

/// The address that the request came from; empty outside of one.
pub fn request_address() -> String {
    CURRENT.try_with(|current| current.address.to_string()).unwrap_or_default()
}

/// A transaction that could write was dropped; if the request says it succeeded, that is a bug.
pub(crate) fn note_uncommitted() {
    let _ = CURRENT.try_with(|current| current.uncommitted.set(true));
}

/// Everything the process answers.
pub fn routes(app: App) -> impl Endpoint<Output = Response> {
    let service = api::service(&app);
    let document = api::document(&app).to_string();
    let document = make_sync(move |_| document.clone().with_content_type("application/json"));
    let docs = docs::endpoint(service.swagger_ui_html());
    let transport = headers::Transport::of(app.config());
    Route::new()
        .nest("/api/v1", by_audience(service))
        .at("/api/v1/hooks/bounces/:token", post(take_bounce))
        .at("/openapi.json", document)
        .nest("/docs", Route::new().at("/", get(docs)))
        .nest("/b", site::routes())
        .nest("/account", site::account())
        .at("/healthz", get(healthz))
        .at("/readyz", get(readyz))
        .at("/metrics", get(show_metrics))
        .nest_no_strip("/assets", get(desk::file))
        .at("/icon.svg", get(desk::file))
        .at("/", get(desk::page))
        .at("/*path", get(desk::page))
        .with(CatchPanic::new().with_handler(panicked as fn(_) -> _))
        .around(move |endpoint, request| pass(endpoint, request, transport))
        .data(app)
}

/// What a process that only works shows of itself.
pub fn health(app: App) -> impl Endpoint {
    Route::new().at("/healthz", get(healthz)).at("/readyz", get(readyz)).at("/metrics", get(show_metrics)).data(app)
}

/// Any website may use the public API, without credentials; the rest answers its own origin alone.
fn by_audience(service: impl IntoEndpoint) -> impl Endpoint<Output = Response> {
    let own = Arc::new(service.into_endpoint().map_to_response());
    let any = Cors::new()
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(["content-type", "idempotency-key"])
        .expose_headers(["x-request-id", "retry-after"]);
    let any = Arc::new(own.clone().with(any).map_to_response());
    make(move |request: Request| {
        let (own, any) = (own.clone(), any.clone());
        async move {
            if request.uri().path().starts_with("/public/") { any.call(request).await } else { own.call(request).await }
        }
    })
}

/// What every request passes through: an id, a log line, a metric, one face for failures, headers.
async fn pass<E: Endpoint>(endpoint: Arc<E>, request: Request, transport: headers::Transport) -> poem::Result<Response>
where
    E::Output: IntoResponse,
{
    let id = Uuid::now_v7().to_string();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let site = site::has(&path).then(|| site::Asked::of(&request));
    let started = Instant::now();
    let app = request.data::<App>().expect("the server puts the app into every request");
    let address = ClientAddress::of(&request, app).0;
    let current = Current { id: id.clone(), address, uncommitted: Cell::new(false) };
    let span = tracing::info_span!("request", id, %method);
    let answer = async {
        let response = match endpoint.call(request).await {
            Ok(output) => output.into_response(),
            Err(error) => problem::from_framework(error),
        };
        let uncommitted = CURRENT.with(|current| current.uncommitted.get());
        if cfg!(debug_assertions) && uncommitted && response.status().is_success() {
            let bug =
                anyhow::anyhow!("a transaction that could write was dropped, and the request succeeded all the same");
            return Error::Internal(bug).as_response();
        }
        response
    };
    let answer = async {
        let response = answer.await;
        match &site {
            Some(asked) if problem::is_one(&response) => site::failure(asked, response),
            _ => response,
        }
    };
    let mut response = CURRENT.scope(current, answer).instrument(span.clone()).await;
    let operation = response.data::<poem_openapi::OperationId>().map_or("other", |operation| operation.0);
    let status = response.status().as_u16();
    let took = started.elapsed();
    metrics::histogram!("frontdesk_request_seconds", "operation" => operation, "status" => status.to_string())
        .record(took.as_secs_f64());
    span.in_scope(|| tracing::info!(operation, status, ms = took.as_millis() as u64, "answered"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    headers::put(&mut response, &path, transport);
    Ok(response)
}

/// A bug: whoever asked gets an answer all the same.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    Error::Internal(anyhow::anyhow!("a handler panicked")).as_response()
}

/// The process is alive.
#[handler]
fn healthz() -> &'static str {
    "ok\n"
}

/// A mail server's report, as it came by mail: 200, whether it is about a mail of ours or not.
#[handler]
async fn take_bounce(
    Data(app): Data<&App>,
    from: ClientAddress,
    Path(token): Path<String>,
    body: Raw,
) -> Result<&'static str> {
    let (given, own) = (secret_hash(&token), app.config().bounce_token.as_deref().map(secret_hash));
    if own != Some(given) {
        app.limits().hit(Limit::BadToken, &from.network()).await?;
        return Err(Error::NotFound("page"));
    }
    bounces::take(app, body.0).await?;
    Ok("noted\n")
}

/// A body of any kind, within the limits that all have.
struct Raw(Vec<u8>);

impl<'a> FromRequest<'a> for Raw {
    async fn from_request(_: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(receive(body).await?))
    }
}

/// The process can do its work: the database answers.
#[handler]
async fn readyz(Data(app): Data<&App>) -> Response {
    match app.db().ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(_) => Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).body("the database does not answer\n"),
    }
}

/// What has been counted, in Prometheus' format.
#[handler]
fn show_metrics(Data(app): Data<&App>) -> String {
    let (open, idle) = app.db().connections();
    metrics::gauge!("frontdesk_db_connections").set(open);
    metrics::gauge!("frontdesk_db_connections_idle").set(idle as f64);
    crate::metrics::render()
}
