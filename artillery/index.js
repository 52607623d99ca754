// Artillery looks for engines by this package's name, and takes the default export for one.
export { EcreplayEngine as default } from 'ecreplay/artillery';
