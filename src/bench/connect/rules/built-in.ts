/**
 * All rules that come with the page, in the order in which they are asked. Data only.
 * Floor: bench. Written first for the firmware of the article this grew from; a user's own rules go before these.
 */
import type { ConnectRule } from '../rule.ts';
import { AZURE_FREERTOS_RULES } from './azure-freertos.ts';
import { AZURE_SDK_C_RULES } from './azure-sdk-c.ts';
import { ESP_IDF_RULES } from './esp-idf.ts';
import { SEED_RULES } from './seed.ts';

export const BUILT_IN_RULES: readonly ConnectRule[] = [...SEED_RULES, ...AZURE_SDK_C_RULES, ...AZURE_FREERTOS_RULES, ...ESP_IDF_RULES];
