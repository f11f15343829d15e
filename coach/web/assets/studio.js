/* The facilitators' room: which of its pages this is. */

import { watchForms } from "./forms.js";
import { watchCard } from "./studio_card.js";
import { watchMember } from "./studio_member.js";
import { $ } from "./studio_page.js";

watchForms(document);
if ($("#card-form")) watchCard($("#card-form"));
if ($("#member")) watchMember($("#member"));
