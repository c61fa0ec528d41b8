//! By which channel a client is told: the first, in the company's order, that reaches them and that they allow.

use serde::Deserialize;

use super::model::{Channel, Purpose};

/// How a client can be reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub email: Option<String>,
    pub phone: Option<String>,
    /// What they have said, where they have said anything.
    pub wishes: Vec<Wish>,
}

/// What a client wants to be told by one channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Wish {
    pub channel: Channel,
    pub allowed: bool,
    pub reminders: bool,
    pub marketing: bool,
}

impl Contact {
    fn address(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Email => self.email.as_deref(),
            Channel::Sms => self.phone.as_deref(),
            Channel::InApp => None,
        }
    }

    /// Where nobody has said anything, they hear what is about their bookings, and no advertising.
    fn allows(&self, channel: Channel, purpose: Purpose) -> bool {
        let Some(wish) = self.wishes.iter().find(|wish| wish.channel == channel) else {
            return purpose != Purpose::Marketing;
        };
        wish.allowed
            && match purpose {
                Purpose::Transaction => true,
                Purpose::Reminder => wish.reminders,
                Purpose::Marketing => wish.marketing,
            }
    }

    /// The channel and the address; `None`: they cannot be told, or would rather not be.
    pub fn route(&self, order: &[Channel], purpose: Purpose) -> Option<(Channel, String)> {
        order.iter().find_map(|&channel| {
            let address = self.address(channel).filter(|_| self.allows(channel, purpose))?;
            Some((channel, address.to_owned()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Channel; 2] = [Channel::Email, Channel::Sms];

    fn contact(wishes: Vec<Wish>) -> Contact {
        Contact { email: Some("ada@example.com".into()), phone: Some("+380441234567".into()), wishes }
    }

    fn wish(channel: Channel, allowed: bool, reminders: bool, marketing: bool) -> Wish {
        Wish { channel, allowed, reminders, marketing }
    }

    fn channel(contact: &Contact, purpose: Purpose) -> Option<Channel> {
        contact.route(&BOTH, purpose).map(|(channel, _)| channel)
    }

    #[test]
    fn the_companys_order_decides_and_who_has_no_email_gets_an_sms() {
        let reachable = contact(vec![]);
        let without_email = Contact { email: None, ..contact(vec![]) };

        assert_eq!(channel(&reachable, Purpose::Transaction), Some(Channel::Email));
        assert_eq!(
            reachable.route(&[Channel::Sms, Channel::Email], Purpose::Transaction),
            Some((Channel::Sms, "+380441234567".into()))
        );
        assert_eq!(channel(&without_email, Purpose::Transaction), Some(Channel::Sms));
        assert_eq!(Contact::default().route(&BOTH, Purpose::Transaction), None);
    }

    #[test]
    fn a_channel_that_is_refused_is_not_used_for_anything() {
        let no_sms = Contact { email: None, ..contact(vec![wish(Channel::Sms, false, true, true)]) };

        for purpose in [Purpose::Transaction, Purpose::Reminder, Purpose::Marketing] {
            assert_eq!(channel(&no_sms, purpose), None, "{purpose:?}");
        }
    }

    #[test]
    fn reminders_can_be_refused_and_what_must_be_known_cannot() {
        let unreminded =
            contact(vec![wish(Channel::Email, true, false, false), wish(Channel::Sms, true, false, false)]);

        assert_eq!(channel(&unreminded, Purpose::Reminder), None);
        assert_eq!(channel(&unreminded, Purpose::Transaction), Some(Channel::Email));
    }

    #[test]
    fn advertising_goes_to_who_asked_for_it_alone() {
        let silent = contact(vec![]);
        let willing = contact(vec![wish(Channel::Sms, true, true, true)]);

        assert_eq!(channel(&silent, Purpose::Marketing), None);
        assert_eq!(channel(&willing, Purpose::Marketing), Some(Channel::Sms));
    }
}
