//! Kinds of errors, for programs: messages may change, codes do not.

/// The kinds of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The file does not exist.
    NotFound,
    /// Permission to read it is denied.
    PermissionDenied,
    /// It is a folder, a FIFO, a device, or a symbolic link that leads elsewhere.
    NotAFile,
    /// It cannot be read for another reason.
    Unreadable,
    /// It is larger, or nested more deeply, than the limits allow.
    OverLimit,
    /// It is not UTF-8 text.
    NotText,
    /// It is not JSON.
    NotJson,
    /// A duplicate key.
    Duplicate,
    /// An unknown key.
    UnknownMember,
    /// A missing key.
    MissingMember,
    /// A value of the wrong type.
    WrongType,
    /// A document of another kind than was asked for.
    WrongDocument,
    /// IAM refuses it.
    RefusedByIam,
    /// Inputs are about different principals or accounts.
    OtherPrincipal,
    /// A recommendation does not belong to the given policies.
    Unpaired,
    /// A file is not the one that was written.
    Changed,
    /// A value, an argument or a combination of these is not valid.
    #[default]
    Invalid,
    /// A result cannot be written.
    NotWritten,
    /// It could not be decided.
    Undecided,
    /// The time was up.
    TimeUp,
    /// A fault of paredown.
    Internal,
}

impl Code {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::NotFound,
        Self::PermissionDenied,
        Self::NotAFile,
        Self::Unreadable,
        Self::OverLimit,
        Self::NotText,
        Self::NotJson,
        Self::Duplicate,
        Self::UnknownMember,
        Self::MissingMember,
        Self::WrongType,
        Self::WrongDocument,
        Self::RefusedByIam,
        Self::OtherPrincipal,
        Self::Unpaired,
        Self::Changed,
        Self::Invalid,
        Self::NotWritten,
        Self::Undecided,
        Self::TimeUp,
        Self::Internal,
    ];

    /// The name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::PermissionDenied => "permission-denied",
            Self::NotAFile => "not-a-file",
            Self::Unreadable => "unreadable",
            Self::OverLimit => "over-limit",
            Self::NotText => "not-text",
            Self::NotJson => "not-json",
            Self::Duplicate => "duplicate",
            Self::UnknownMember => "unknown-member",
            Self::MissingMember => "missing-member",
            Self::WrongType => "wrong-type",
            Self::WrongDocument => "wrong-document",
            Self::RefusedByIam => "refused-by-iam",
            Self::OtherPrincipal => "other-principal",
            Self::Unpaired => "unpaired",
            Self::Changed => "changed",
            Self::Invalid => "invalid",
            Self::NotWritten => "not-written",
            Self::Undecided => "undecided",
            Self::TimeUp => "time-up",
            Self::Internal => "internal",
        }
    }
}
