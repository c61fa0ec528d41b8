//! What backups are encrypted and opened with: age (age-encryption.org), by its own file format, so that its own tools open
//! them too.

use std::{
    io::{self, Read, Write},
    iter,
};

use age::{
    Decryptor, Encryptor, Identity, Recipient, scrypt,
    secrecy::{ExposeSecret, SecretString},
    stream::StreamWriter,
    x25519,
};
use anyhow::{anyhow, ensure};
use frontdesk::config::Config;

use super::pieces::{Cut, Pieces};

/// The keys of this installation, of which there may be none.
#[derive(Clone, Default)]
pub struct Keys {
    recipients: Vec<x25519::Recipient>,
    identities: Vec<x25519::Identity>,
    passphrase: Option<SecretString>,
}

/// A key that one backup is tried with and that nobody keeps: for whoever has not got the one that opens it.
pub type Once = x25519::Identity;

impl Keys {
    pub fn new(config: &Config) -> anyhow::Result<Self> {
        let mut recipients = Vec::new();
        for text in &config.backup_recipients {
            let read = text.trim().parse();
            recipients
                .push(read.map_err(|why| anyhow!("FRONTDESK_BACKUP_RECIPIENTS: `{text}` is no age recipient: {why}"))?);
        }
        let mut identities: Vec<x25519::Identity> = Vec::new();
        for text in &config.backup_identities {
            identities.push(
                text.trim()
                    .parse()
                    .map_err(|why| anyhow!("FRONTDESK_BACKUP_IDENTITIES: not an age identity: {why}"))?,
            );
        }
        if recipients.is_empty() {
            recipients = identities.iter().map(x25519::Identity::to_public).collect();
        }
        let passphrase = config.backup_passphrase.clone().filter(|text| !text.is_empty());
        ensure!(
            passphrase.is_none() || config.backup_recipients.is_empty(),
            "FRONTDESK_BACKUP_PASSPHRASE and FRONTDESK_BACKUP_RECIPIENTS are both set: a backup has one or the other"
        );
        if let Some(text) = &passphrase {
            ensure!(text.chars().count() >= 16, "FRONTDESK_BACKUP_PASSPHRASE is shorter than 16 characters");
        }
        Ok(Self { recipients, identities, passphrase: passphrase.map(SecretString::from) })
    }

    /// Whether there is one to encrypt with.
    pub fn can_lock(&self) -> bool {
        self.passphrase.is_some() || !self.recipients.is_empty()
    }

    /// A key for one backup, where none of these opens what they lock.
    pub fn once(&self) -> Option<Once> {
        (self.passphrase.is_none() && self.identities.is_empty()).then(Once::generate)
    }

    /// Encrypts what is written, for whoever has the keys, and for `once`.
    pub fn lock(&self, once: Option<&Once>, to: Pieces) -> anyhow::Result<Locked> {
        let once = once.map(Once::to_public);
        let encryptor = match &self.passphrase {
            Some(passphrase) => {
                Encryptor::with_recipients(iter::once(&scrypt::Recipient::new(passphrase.clone()) as &dyn Recipient))
            }
            None => Encryptor::with_recipients(self.recipients.iter().chain(&once).map(|key| key as &dyn Recipient)),
        };
        Ok(Locked::Encrypted(encryptor?.wrap_output(to)?))
    }

    /// What was encrypted, if one of the keys opens it.
    pub fn unlock<R: Read>(&self, once: Option<&Once>, from: R) -> anyhow::Result<impl Read + use<R>> {
        let by_word = self.passphrase.clone().map(scrypt::Identity::new);
        let keys = self.identities.iter().chain(once).map(|key| key as &dyn Identity);
        let keys = keys.chain(by_word.iter().map(|key| key as &dyn Identity));
        let opened = Decryptor::new(from).and_then(|decryptor| decryptor.decrypt(keys));
        opened.map_err(|why| match why {
            age::DecryptError::NoMatchingKeys | age::DecryptError::KeyDecryptionFailed | age::DecryptError::DecryptionFailed => {
                anyhow!("no key that is here opens the backup: set FRONTDESK_BACKUP_IDENTITIES or FRONTDESK_BACKUP_PASSPHRASE")
            }
            other => anyhow!("the backup is not what it was: {other}"),
        })
    }
}

/// A new key, as a recipient and an identity.
pub fn generate() -> (String, String) {
    let identity = x25519::Identity::generate();
    (identity.to_public().to_string(), identity.to_string().expose_secret().to_owned())
}

/// What is written, on its way to the pieces.
pub enum Locked {
    Encrypted(StreamWriter<Pieces>),
    Plain(Pieces),
}

impl Locked {
    pub fn finish(self) -> io::Result<Cut> {
        match self {
            Self::Encrypted(stream) => stream.finish()?.finish(),
            Self::Plain(pieces) => pieces.finish(),
        }
    }
}

impl Write for Locked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Encrypted(stream) => stream.write(bytes),
            Self::Plain(pieces) => pieces.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
