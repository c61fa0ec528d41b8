//! A bucket: an S3 server over a directory, which checks signatures as Amazon does.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use hyper::{Method, Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use s3s::{
    Body,
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;

use super::{Shop, frontdesk, is_empty, said};
use crate::Database;

pub(super) struct Bucket {
    dir: TempDir,
    endpoint: String,
    stall: Arc<Stall>,
}

/// Lets no piece from the second on be stored, while it is on.
#[derive(Default)]
struct Stall {
    on: AtomicBool,
    waiting: AtomicUsize,
    go_on: tokio::sync::Notify,
}

impl Bucket {
    pub async fn open() -> Self {
        let dir = TempDir::new().expect("a directory");
        fs::create_dir(dir.path().join("bucket")).expect("a bucket");
        let mut builder = S3ServiceBuilder::new(FileSystem::new(dir.path()).expect("a file system"));
        builder.set_auth(SimpleAuth::from_single("somebody", "a secret of theirs"));
        let (service, stall) = (builder.build(), Arc::new(Stall::default()));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(serve(listener, service, stall.clone()));
        Self { dir, endpoint, stall }
    }

    /// How `frontdesk` reaches it, and the database and key that it works with.
    pub fn environment<'a>(&'a self, shop: &'a Shop) -> Vec<(&'a str, &'a str)> {
        vec![
            ("FRONTDESK_BACKUP_URL", "s3://bucket/desk"),
            ("AWS_ENDPOINT", &self.endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "somebody"),
            ("AWS_SECRET_ACCESS_KEY", "a secret of theirs"),
            ("FRONTDESK_BACKUP_IDENTITIES", &shop.identity),
            ("FRONTDESK_BACKUP_PIECE", "65536"),
            ("DATABASE_OWNER_URL", shop.db.owner_url()),
        ]
    }

    pub fn stall(&self) {
        self.stall.on.store(true, Ordering::SeqCst);
    }

    pub fn go_on(&self) {
        self.stall.on.store(false, Ordering::SeqCst);
        self.stall.go_on.notify_waiters();
    }

    pub fn is_stalling(&self) -> bool {
        self.stall.waiting.load(Ordering::SeqCst) > 0
    }

    /// What is in it, below `desk/`.
    pub fn objects(&self) -> Vec<String> {
        let desk = self.dir.path().join("bucket/desk");
        let inside =
            |dir: PathBuf| fs::read_dir(dir).into_iter().flatten().map(|entry| entry.expect("an entry").path());
        let mut objects: Vec<_> = inside(desk.clone()).flat_map(inside).collect();
        objects.sort();
        objects.iter().map(|path| path.strip_prefix(&desk).expect("below it").display().to_string()).collect()
    }
}

async fn serve(listener: TcpListener, service: S3Service, stall: Arc<Stall>) {
    while let Ok((socket, _)) = listener.accept().await {
        let (service, stall) = (service.clone(), stall.clone());
        let answer = service_fn(move |request: Request<Incoming>| {
            let (service, stall) = (service.clone(), stall.clone());
            async move {
                let path = request.uri().path();
                if request.method() == Method::PUT && path.contains("/dump.") && !path.ends_with("/dump.000000") {
                    let going_on = stall.go_on.notified();
                    if stall.on.load(Ordering::SeqCst) {
                        stall.waiting.fetch_add(1, Ordering::SeqCst);
                        going_on.await;
                    }
                }
                service.call(request.map(Body::from)).await
            }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), answer));
    }
}

#[tokio::test]
async fn a_bucket_is_as_good_as_a_directory() {
    let (shop, bucket) = (Shop::open().await, Bucket::open().await);
    let target = Database::empty().await.expect("a database");
    let environment = bucket.environment(&shop);
    let mut elsewhere = environment.clone();
    elsewhere.push(("DATABASE_OWNER_URL", target.owner_url()));

    let (made, well) = said(frontdesk(&["backup"], &environment)).await;
    assert!(well && made.contains("restored and compared: the same"), "{made}");
    let (list, _) = said(frontdesk(&["backup", "list"], &environment)).await;
    assert!(list.contains("encrypted, sound, tried"), "{list}");
    let (restored, well) = said(frontdesk(&["restore"], &elsewhere)).await;
    assert!(well && restored.contains("compared: the same"), "{restored}");

    assert_eq!(target.number("select count(*) from things").await, 4000);
    assert!(bucket.objects().iter().any(|object| object.ends_with("/manifest.json")), "{:?}", bucket.objects());
}

#[tokio::test]
async fn whoever_has_another_secret_of_the_bucket_is_told_so() {
    let (shop, bucket) = (Shop::open().await, Bucket::open().await);
    let mut environment = bucket.environment(&shop);
    environment.push(("AWS_SECRET_ACCESS_KEY", "not theirs"));

    let (refused, well) = said(frontdesk(&["backup"], &environment)).await;

    assert!(!well && refused.contains("listing the backups"), "{refused}");
    assert_eq!(bucket.objects(), Vec::<String>::new());
    assert!(!is_empty(&shop.db).await);
}
