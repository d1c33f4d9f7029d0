/** The plotting library, as a late module. Floor: ui. Nothing but its name. */
export { default as Plot } from 'uplot';
