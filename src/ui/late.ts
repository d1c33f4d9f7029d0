/**
 * What the first visit does not need: the workspace, the log, the other screens and most words. `ts-app` loads it right after its first picture.
 * Floor: ui. Importing it defines the elements; they may stand in the page before, empty.
 */
import './connect/ts-connect-strip.ts';
import './connect/ts-recordings.ts';
import './firmware/ts-firmware.ts';
import './log/ts-log.ts';
import './log/ts-log-room.ts';
import './manifests/ts-manifests.ts';
import './settings/ts-settings.ts';
import './shell/ts-announcer.ts';
import './shell/ts-notices.ts';
import './slot/ts-slot.ts';
import './slot/ts-virtual-panel.ts';
