"""The form that orders a code: which interface, by which way, to whom."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.otp.console import Api, OtpMethod, OtpOptions, OtpOrder
from jetmsg_core.settings import Settings
from pages.parts.otp.kept_fields import kept_value
from pages.parts.page.browser_side import PAUSE
from pages.parts.styles.state_styles import segments

APIS = {
    Api.V3: "Version 3",
    Api.V1_POST: "Version 1, POST",
    Api.V1_GET: "Version 1, GET",
}
WAYS = {
    OtpMethod.SMS: "SMS",
    OtpMethod.VOICE: "Voice call",
    OtpMethod.EMAIL: "E-mail",
    OtpMethod.WHATSAPP: "WhatsApp",
}


def draw_order(settings: Settings) -> OtpOrder | None:
    """It returns the order in the run in which the button was pressed, else None."""
    with st.container(border=True):
        st.markdown("**Send a code**")
        api = st.segmented_control(
            "Interface",
            list(APIS),
            format_func=segments(APIS),
            default=kept_value("otp.api", Api.V3),
            required=True,
            key="otp.api",
            help="The gateway has two. Version 1 sends by SMS only, as a POST or a GET.",
        )
        method = OtpMethod.SMS if api is not Api.V3 else _draw_method()
        to, country_code = _draw_receiver(method, foreign=api is Api.V3)
        sender = st.text_input(
            "Sender ID",
            kept_value("otp.sender", settings.sender_id or "JETMSG"),
            key="otp.sender",
            live=PAUSE,
            help="4 to 15 characters." if api is Api.V3 else "Exactly 6 letters or digits.",
        )
        template = ""
        if method is OtpMethod.SMS:
            template = st.text_input(
                "DLT template ID",
                kept_value("otp.template", ""),
                key="otp.template",
                live=PAUSE,
                help="The 19 digits of the approved text.",
            )
        options = _draw_options(template)
        pressed = st.button("Send the code", type="primary", icon=":material/send:", key="otp.send")
    if not pressed:
        return None
    return OtpOrder(api, to, method, country_code, sender, options)


def _draw_method() -> OtpMethod:
    return st.segmented_control(
        "Send by",
        list(WAYS),
        format_func=segments(WAYS),
        default=kept_value("otp.method", OtpMethod.SMS),
        required=True,
        key="otp.method",
    )


def _draw_receiver(method: OtpMethod, *, foreign: bool) -> tuple[str, str]:
    """The number or address, and the country code."""
    if method is OtpMethod.EMAIL:
        email = kept_value("otp.email", "")
        return st.text_input("E-mail address", email, key="otp.email", live=PAUSE), "91"
    mobile = kept_value("otp.mobile", "")
    if not foreign:
        return st.text_input(
            "Mobile number", mobile, key="otp.mobile", help="Ten digits.", live=PAUSE
        ), "91"
    code, number = st.columns([1, 3])
    country = kept_value("otp.country", "91")
    country_code = code.text_input("Country", country, key="otp.country", live=PAUSE)
    return number.text_input("Mobile number", mobile, key="otp.mobile", live=PAUSE), country_code


def _draw_options(template: str) -> OtpOptions:
    with st.expander("Code and message", icon=":material/tune:"):
        st.caption("Leave a field empty to let the gateway choose.")
        left, right = st.columns(2)
        length = left.number_input(
            "Digits", 4, 10, kept_value("otp.length", None), key="otp.length"
        )
        seconds = right.number_input(
            "Valid for, in seconds",
            1,
            86_400,
            kept_value("otp.seconds", None),
            key="otp.seconds",
            placeholder="900",
        )
        # A code is not kept, by the browser neither.
        code = st.text_input(
            "Your own code", key="otp.own", help="4 to 10 digits.", autocomplete="off"
        )
        message = st.text_input(
            "Message",
            kept_value("otp.message", ""),
            key="otp.message",
            live=PAUSE,
            help="24 to 100 characters; @OTP@ stands for the code.",
        )
    return OtpOptions(length, code.strip(), message, seconds, template.strip())
