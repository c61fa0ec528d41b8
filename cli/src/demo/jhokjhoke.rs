//! A car detailing shop in Dhaka, which confirms each booking itself: some are waiting.

use frontdesk::staff::hours::Weekday::{Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

use super::script::{Admin, Offer, Regular, Script, Worker, client};

pub const JHOKJHOKE: Script = Script {
    slug: "jhokjhoke-auto-care",
    name: "ঝকঝকে অটো কেয়ার",
    time_zone: "Asia/Dhaka",
    currency: "BDT",
    language: "bn",
    admin: Admin { name: "নুসরাত জাহান", email: "nusrat@jhokjhoke.example" },
    services: SERVICES,
    staff: STAFF,
    clients: CLIENTS,
    remarks: &[
        "গাড়ি: টয়োটা প্রিমিও, সাদা।",
        "গাড়ি: হোন্ডা ভেজেল, কালো।",
        "পেছনের সিটে কফির দাগ আছে।",
        "দুপুরের আগে শেষ হলে ভালো হয়।",
        "ডান পাশের দরজায় আঁচড়, দেখবেন।",
    ],
    phones: "+88013000000",
    demand: 9,
    confirms_itself: true,
};

const SERVICES: &[Offer] = &[
    Offer {
        name: "এক্সটেরিয়র ওয়াশ",
        description: "ফোম ওয়াশ, চাকা পরিষ্কার ও শুকানো।",
        minutes: 45,
        buffer: 15,
        price: 60_000,
        popularity: 6,
    },
    Offer {
        name: "ইন্টেরিয়র ক্লিনিং",
        description: "ভ্যাকুয়াম, সিট, ড্যাশবোর্ড ও কাচ পরিষ্কার।",
        minutes: 90,
        buffer: 15,
        price: 150_000,
        popularity: 4,
    },
    Offer {
        name: "ইঞ্জিন বে ক্লিনিং",
        description: "তেল-ময়লা তোলা ও প্লাস্টিক ড্রেসিং।",
        minutes: 60,
        buffer: 15,
        price: 120_000,
        popularity: 2,
    },
    Offer {
        name: "পলিশ ও ওয়াক্স",
        description: "মেশিন পলিশ, তারপর কারনোবা ওয়াক্স।",
        minutes: 150,
        buffer: 30,
        price: 350_000,
        popularity: 2,
    },
    Offer {
        name: "হেডলাইট রিস্টোরেশন",
        description: "ঘোলা হেডলাইট আবার স্বচ্ছ।",
        minutes: 60,
        buffer: 0,
        price: 200_000,
        popularity: 1,
    },
    Offer {
        name: "ফুল ডিটেইলিং",
        description: "ভেতরে-বাইরে সম্পূর্ণ পরিচর্যা।",
        minutes: 240,
        buffer: 30,
        price: 650_000,
        popularity: 2,
    },
];

const STAFF: &[Worker] = &[
    Worker {
        name: "রফিকুল ইসলাম",
        title: "সিনিয়র ডিটেইলার",
        days: &[Saturday, Sunday, Monday, Tuesday, Wednesday, Thursday],
        hours: &[("09:00", "13:00"), ("14:00", "19:00")],
    },
    Worker {
        name: "সুমন মিয়া",
        title: "ডিটেইলার",
        days: &[Saturday, Sunday, Monday, Tuesday, Wednesday],
        hours: &[("09:00", "13:30"), ("14:30", "19:00")],
    },
    Worker {
        name: "তানভীর আহমেদ",
        title: "পলিশ বিশেষজ্ঞ",
        days: &[Saturday, Sunday, Tuesday, Wednesday, Thursday],
        hours: &[("11:00", "15:00"), ("16:00", "20:00")],
    },
];

const CLIENTS: &[Regular] = &[
    client("আব্দুল করিম", "abdul.karim", "টয়োটা করোলা, রুপালি।"),
    client("ফারহানা ইয়াসমিন", "farhana.yasmin", ""),
    client("মাহমুদুল হাসান", "mahmudul.h", "মাসে একবার ফুল ডিটেইলিং।"),
    client("সাবরিনা সুলতানা", "", ""),
    client("কামরুল হোসেন", "kamrul.hossain", "সিরামিক কোটিং আছে: কড়া শ্যাম্পু নয়।"),
    client("রুমানা আক্তার", "rumana.akter", ""),
    client("জাহিদ চৌধুরী", "zahid.c", ""),
    client("শারমিন নাহার", "", "গাড়ি নিয়ে আসেন চালক।"),
    client("তৌহিদুল আলম", "touhid.alam", ""),
    client("নাজমুল হক", "nazmul.haque", ""),
    client("ইশরাত জাহান", "ishrat.jahan", ""),
    client("আরিফুর রহমান", "", ""),
    client("মৌসুমী দাস", "moushumi.das", "হোন্ডা সিভিক, লাল।"),
    client("সোহেল রানা", "", ""),
    client("তাসনিম ফেরদৌস", "tasnim.f", ""),
    client("ইমরান খান", "imran.khan", ""),
    client("লায়লা বেগম", "", "বিকাশে পরিশোধ করেন।"),
    client("দেবাশীষ সাহা", "debashish.saha", ""),
    client("নাহিদা পারভীন", "nahida.p", ""),
    client("শফিকুল ইসলাম", "", ""),
    client("রাশেদ মাহমুদ", "rashed.mahmud", ""),
    client("মেহজাবিন কবির", "mehzabin.kabir", ""),
];
