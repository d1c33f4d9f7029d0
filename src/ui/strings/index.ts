/** The words of the first screen. English is the only language yet; another one is a second set of tables (`typeof en` and the types of tables.ts), chosen here and in late.ts. Floor: ui. */
export { en as t } from './en.ts';
