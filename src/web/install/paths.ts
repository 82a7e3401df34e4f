/** Where admins add the app to their workspace, and where Slack sends them back to (contract.md, Environment). */
export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';
