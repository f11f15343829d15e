"""The words around every page: its bar, what went wrong, and the way in."""

from collections.abc import Mapping

APP: Mapping[str, str] = {
    "app.name": "Coach",
    "app.nav": "Pages",
    "app.loading": "One moment…",
    "language.choose": "Language",
    "language.unread": "No speaker of this language has read this translation yet.",
    "language.english": "What is written about the members, and all that the built-in players say, is in English.",
    "nav.members": "Members",
    "nav.talks": "My talks",
    # Errors: what happened, and what to do about it.
    "error.title": "That did not work",
    "error.no_page": "There is no such page. Go back to the first one.",
    "error.no_member": "There is nobody of that name here.",
    "error.no_member_mend": "Choose somebody among the members.",
    "error.foreign": "This came from another site's page, so it was not done. Open the app itself and try there.",
    "error.no_length": "This request did not say how long it is, so it was not read.",
    "error.too_much": "That is more text than anything here can hold. Shorten it and try again.",
    "error.no_cookie": "This browser keeps no cookie for this site, and without it your talks can't be kept "
    "apart from other people's. Allow cookies here, then reload the page.",
    "error.too_long": "That was too long to be understood at once. Say it in shorter parts.",
    "error.ours": "Something went wrong on our side. What you wrote is still in the page: try again in a moment.",
    "error.form": "The page sent something that can't be used. Reload it and try again.",
    "error.home": "Back to the members",
    "error.host": "This app is not called by that name. Open it at the address that it told when it started.",
    "error.signed_out": "You are not signed in, or no longer.",
    "error.signed_out_mend": "What you wrote is still in the page. Sign in again in another tab, then send it again.",
    "error.facilitators": "This page is for facilitators.",
    "error.too_slow": "This took too long to arrive, so it was not read. Try again, on a better connection if you can.",
    "error.too_fast": "That was very much in very little time.",
    "error.too_fast_mend": "Wait a minute, then go on.",
    # The way in.
    "sign_in.title": "Come in",
    "sign_in.with_code": "With the workshop's code",
    "sign_in.code": "Code",
    "sign_in.code_what": "Your facilitator has it. Your talks are kept for this browser alone.",
    "sign_in.join": "Join",
    "sign_in.with_account": "With your account",
    "sign_in.name": "Name",
    "sign_in.password": "Password",
    "sign_in.enter": "Sign in",
    "sign_in.out": "Sign out",
    "sign_in.wrong": "That name and password don't belong together. Try again, or ask whoever gave you the account.",
    "sign_in.wrong_code": "That is not the code. Look at it again, or ask your facilitator.",
    "sign_in.wait": "Too many tries went wrong. Wait {minutes} min, then try again.",
}
