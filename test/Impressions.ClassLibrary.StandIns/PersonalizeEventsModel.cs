using Amazon.Runtime;

namespace Amazon.PersonalizeEvents.Model;

public class AmazonPersonalizeEventsRequest : AmazonWebServiceRequest;

public class PutEventsRequest : AmazonPersonalizeEventsRequest
{
    public List<Event> EventList { get; set; }

    public string SessionId { get; set; }

    public string TrackingId { get; set; }

    public string UserId { get; set; }
}

public class PutItemsRequest : AmazonPersonalizeEventsRequest
{
    public string DatasetArn { get; set; }

    public List<Item> Items { get; set; }
}

public class PutUsersRequest : AmazonPersonalizeEventsRequest
{
    public string DatasetArn { get; set; }

    public List<User> Users { get; set; }
}

public class PutEventsResponse : AmazonWebServiceResponse;

public class PutItemsResponse : AmazonWebServiceResponse;

public class PutUsersResponse : AmazonWebServiceResponse;

public class Event
{
    public string EventId { get; set; }

    public string EventType { get; set; }

    public float? EventValue { get; set; }

    public List<string> Impression { get; set; }

    public string ItemId { get; set; }

    public MetricAttribution MetricAttribution { get; set; }

    public string Properties { get; set; }

    public string RecommendationId { get; set; }

    public DateTime? SentAt { get; set; }
}

public class Item
{
    public string ItemId { get; set; }

    public string Properties { get; set; }
}

public class MetricAttribution
{
    public string EventAttributionSource { get; set; }
}

public class User
{
    public string Properties { get; set; }

    public string UserId { get; set; }
}
