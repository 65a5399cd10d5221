// The attributes of Config for Boost.Describe: programs that show, read or compare configurations in a form of their
// own loop over them. Members that are no attributes (transport, logger ...) are not described.
#pragma once

#include <databricks/config.hpp>
#include <databricks/describe.hpp>

namespace databricks {

DATABRICKS_DESCRIBE_LARGE_STRUCT(
    Config,
    (host, account_id, workspace_id, cloud, discovery_url, token, token_audience, oidc_token_env, oidc_token_filepath,
     username, password, client_id, client_secret, profile, config_file, google_service_account, google_credentials,
     azure_workspace_resource_id, azure_use_msi, azure_client_secret, azure_client_id, azure_tenant_id,
     azure_environment, databricks_cli_path, auth_type, cluster_id, warehouse_id, serverless_compute_id),
    (skip_verify, http_timeout_seconds, debug_truncate_bytes, debug_headers, rate_limit, retry_timeout_seconds,
     metadata_service_url, metadata_service_remote, max_connection_pools, max_connections_per_pool,
     disable_async_token_refresh, disable_experimental_files_api_client, scopes, authorization_details,
     disable_oauth_refresh_token, actions_id_token_request_url, actions_id_token_request_token, oauth_callback_port,
     redirect_url, oauth_browser_auth_timeout, disable_retries, ca_file, ca_directory, client_certificate, client_key),
    (), ())

}  // namespace databricks
