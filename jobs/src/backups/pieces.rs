//! A stream, cut into pieces of one size on its way to where it is stored, and put together again on its way back. One piece is
//! in memory here and one on its way, whatever the size of the whole.

use std::io::{self, Read, Write};

use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

/// What came of cutting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub bytes: u64,
    /// Of the whole, SHA-256 in hexadecimal.
    pub sha256: String,
    /// Of each piece.
    pub pieces: Vec<String>,
}

/// Hands on what is written to it, piece by piece.
pub struct Pieces {
    size: usize,
    piece: Vec<u8>,
    whole: Sha256,
    bytes: u64,
    digests: Vec<String>,
    to: mpsc::Sender<Vec<u8>>,
}

impl Pieces {
    pub fn new(size: usize, to: mpsc::Sender<Vec<u8>>) -> Self {
        Self { size, piece: Vec::with_capacity(size), whole: Sha256::new(), bytes: 0, digests: Vec::new(), to }
    }

    /// Hands on what is left. Whoever takes the pieces learns that there are no more.
    pub fn finish(mut self) -> io::Result<Cut> {
        if !self.piece.is_empty() {
            self.hand_on()?;
        }
        Ok(Cut { bytes: self.bytes, sha256: hex::encode(self.whole.finalize()), pieces: self.digests })
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(self.size));
        self.whole.update(&piece);
        self.digests.push(hex::encode(Sha256::digest(&piece)));
        self.bytes += piece.len() as u64;
        self.to.blocking_send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(self.size - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == self.size {
            self.hand_on()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads pieces as the stream that they were. One that is not what was written is an error, and nothing of it is read.
pub struct Joined {
    from: mpsc::Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Joined {
    pub fn new(from: mpsc::Receiver<io::Result<Vec<u8>>>) -> Self {
        Self { from, piece: io::Cursor::default() }
    }
}

impl Read for Joined {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.piece.read(into)? {
                0 if into.is_empty() => return Ok(0),
                0 => match self.from.blocking_recv() {
                    Some(piece) => self.piece = io::Cursor::new(piece?),
                    None => return Ok(0),
                },
                read => return Ok(read),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &[u8], size: usize) -> (Cut, Vec<Vec<u8>>) {
        let (to, mut from) = mpsc::channel(100);
        let mut pieces = Pieces::new(size, to);
        pieces.write_all(text).expect("taken");
        let cut = pieces.finish().expect("finished");
        let mut all = Vec::new();
        while let Some(piece) = from.blocking_recv() {
            all.push(piece);
        }
        (cut, all)
    }

    #[test]
    fn a_stream_is_cut_where_a_piece_is_full() {
        for (text, wanted) in [
            (&b""[..], vec![]),
            (b"abc", vec!["abc"]),
            (b"abcd", vec!["abcd"]),
            (b"abcdefghi", vec!["abcd", "efgh", "i"]),
        ] {
            let (cut, pieces) = cut(text, 4);

            assert_eq!(pieces, wanted.iter().map(|piece| piece.as_bytes().to_vec()).collect::<Vec<_>>());
            assert_eq!((cut.bytes, cut.pieces.len()), (text.len() as u64, wanted.len()));
            assert_eq!(cut.sha256, hex::encode(Sha256::digest(text)));
        }
    }

    #[test]
    fn what_was_cut_is_joined_again() {
        let (_, pieces) = cut(b"abcdefghi", 4);
        let (to, from) = mpsc::channel(100);
        pieces.into_iter().for_each(|piece| to.blocking_send(Ok(piece)).expect("sent"));
        drop(to);

        let mut text = String::new();
        Joined::new(from).read_to_string(&mut text).expect("read");

        assert_eq!(text, "abcdefghi");
    }
}
