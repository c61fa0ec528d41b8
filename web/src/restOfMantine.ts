import "./rest.css";

export { Notifications } from "@mantine/notifications";
export { ModalsProvider } from "@mantine/modals";
