package causeway.es;

import org.elasticsearch.Build;
import org.elasticsearch.action.datastreams.CreateDataStreamAction;
import org.elasticsearch.action.datastreams.DeleteDataStreamAction;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.cluster.ClusterState;
import org.elasticsearch.cluster.metadata.DataStream;
import org.elasticsearch.cluster.node.DiscoveryNodes;
import org.elasticsearch.cluster.service.ClusterService;
import org.elasticsearch.common.Strings;
import org.elasticsearch.features.NodeFeature;
import org.elasticsearch.index.IndexVersion;
import org.elasticsearch.plugins.ActionPlugin;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;
import org.elasticsearch.rest.RestUtils;
import org.elasticsearch.rest.action.RestToXContentListener;
import org.elasticsearch.xcontent.XContentBuilder;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The few REST endpoints a client needs that Elasticsearch ships in modules which are not published as jars: the root
 * page (info and ping) and create, get and delete of data streams.
 */
public final class Endpoints extends Plugin implements ActionPlugin {
    private ClusterService clusterService;

    @Override
    public Collection<?> createComponents(PluginServices services) {
        clusterService = services.clusterService();
        return List.of();
    }

    @Override
    public Collection<ActionHandler> getActions() {
        return List.of(
            new ActionHandler(CreateDataStreamAction.INSTANCE, DataStreams.Create.class),
            new ActionHandler(DeleteDataStreamAction.INSTANCE, DataStreams.Delete.class)
        );
    }

    @Override
    public Collection<RestHandler> getRestHandlers(RestHandlersServices services, Supplier<DiscoveryNodes> nodes, Predicate<NodeFeature> features) {
        return List.of(
            new Endpoint("causeway_root", List.of(new RestHandler.Route(RestRequest.Method.GET, "/"), new RestHandler.Route(RestRequest.Method.HEAD, "/"))) {
                @Override
                protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
                    return channel -> {
                        try (XContentBuilder b = channel.newBuilder()) {
                            channel.sendResponse(new RestResponse(RestStatus.OK, root(b, clusterService)));
                        }
                    };
                }
            },
            new Endpoint("causeway_create_data_stream", List.of(new RestHandler.Route(RestRequest.Method.PUT, "/_data_stream/{name}"))) {
                @Override
                protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
                    var create = new CreateDataStreamAction.Request(
                        RestUtils.getMasterNodeTimeout(request),
                        RestUtils.getAckTimeout(request),
                        request.param("name")
                    );
                    return channel -> client.execute(CreateDataStreamAction.INSTANCE, create, new RestToXContentListener<>(channel));
                }
            },
            new Endpoint("causeway_delete_data_stream", List.of(new RestHandler.Route(RestRequest.Method.DELETE, "/_data_stream/{name}"))) {
                @Override
                protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
                    var delete = new DeleteDataStreamAction.Request(
                        RestUtils.getMasterNodeTimeout(request),
                        Strings.splitStringByCommaToArray(request.param("name"))
                    );
                    request.param("expand_wildcards");
                    return channel -> client.execute(DeleteDataStreamAction.INSTANCE, delete, new RestToXContentListener<>(channel));
                }
            },
            new Endpoint("causeway_get_data_stream", List.of(
                new RestHandler.Route(RestRequest.Method.GET, "/_data_stream"),
                new RestHandler.Route(RestRequest.Method.GET, "/_data_stream/{name}"))) {
                @Override
                protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
                    String[] names = Strings.splitStringByCommaToArray(request.param("name", "*"));
                    for (String unused : List.of("expand_wildcards", "include_defaults", "verbose", "master_timeout")) {
                        request.param(unused);
                    }
                    return channel -> {
                        try (XContentBuilder b = channel.newBuilder()) {
                            channel.sendResponse(new RestResponse(RestStatus.OK, streams(b, DataStreams.matching(clusterService.state(), names).values())));
                        }
                    };
                }
            }
        );
    }

    private abstract static class Endpoint extends BaseRestHandler {
        private final String name;
        private final List<Route> routes;

        Endpoint(String name, List<Route> routes) {
            this.name = name;
            this.routes = routes;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public List<Route> routes() {
            return routes;
        }
    }

    private static XContentBuilder root(XContentBuilder b, ClusterService service) throws java.io.IOException {
        ClusterState state = service.state();
        Build build = Build.current();
        b.startObject();
        b.field("name", service.getNodeName());
        b.field("cluster_name", service.getClusterName().value());
        b.field("cluster_uuid", state.metadata().clusterUUID());
        b.startObject("version");
        b.field("number", build.qualifiedVersion());
        b.field("build_flavor", build.flavor());
        b.field("build_type", build.type().displayName());
        b.field("build_hash", build.hash());
        b.field("build_date", build.date());
        b.field("build_snapshot", build.isSnapshot());
        b.field("lucene_version", IndexVersion.current().luceneVersion().toString());
        b.field("minimum_wire_compatibility_version", build.minWireCompatVersion());
        b.field("minimum_index_compatibility_version", build.minIndexCompatVersion());
        b.endObject();
        b.field("tagline", "You Know, for Search");
        return b.endObject();
    }

    private static XContentBuilder streams(XContentBuilder b, Collection<DataStream> found) throws java.io.IOException {
        b.startObject().startArray("data_streams");
        for (DataStream stream : found) {
            b.startObject();
            b.field("name", stream.getName());
            b.startObject("timestamp_field").field("name", "@timestamp").endObject();
            b.startArray("indices");
            for (var index : stream.getIndices()) {
                b.startObject().field("index_name", index.getName()).field("index_uuid", index.getUUID()).endObject();
            }
            b.endArray();
            b.field("generation", stream.getGeneration());
            b.field("hidden", stream.isHidden());
            b.field("system", stream.isSystem());
            b.endObject();
        }
        return b.endArray().endObject();
    }
}
